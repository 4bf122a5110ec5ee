import type { Alert, Fingerprint } from "../../shared/domain/alert.ts";
import type { EntityId } from "../../shared/domain/entity.ts";
import { NOT_ACKNOWLEDGED } from "../../shared/domain/outbox.ts";
import { DEFAULT_SCOPE } from "../../shared/domain/scope.ts";

/** An alert as a list gives it: firing, major, of one source, acknowledged by nobody. */
export function anAlertRow({
  fingerprint = "fingerprint-0",
  ...more
}: Partial<Omit<Alert, "fingerprint">> & { fingerprint?: string } = {}): Alert {
  return {
    fingerprint: fingerprint as Fingerprint,
    scope: DEFAULT_SCOPE,
    name: "HighLatency",
    state: "firing",
    severity: "major",
    summary: "p99 latency above 2 s",
    entityId: "checkout-api" as EntityId,
    entityName: "checkout-api",
    entityKind: "service",
    site: "FRA",
    startedAt: 1_000,
    resolvedAt: null,
    lastSeenAt: 2_000,
    count: 1,
    version: 1,
    incidentId: null,
    sourceIds: ["prometheus"],
    acknowledgement: NOT_ACKNOWLEDGED,
    ...more,
  };
}

import type { AlertRow } from "../../electron/engine/store/alerts.ts";
import type { Fingerprint } from "../../shared/domain/alert.ts";
import type { EntityId } from "../../shared/domain/entity.ts";
import { DEFAULT_SCOPE } from "../../shared/domain/scope.ts";
import { NOW } from "./store.ts";

/** An alert as the pipeline hands it to the store: firing, major, first version. */
export function anAlert({
  fingerprint = "checkout-latency",
  entity = "checkout",
  ...more
}: Partial<Omit<AlertRow, "fingerprint" | "entityId">> & { fingerprint?: string; entity?: string } = {}): AlertRow {
  return {
    scope: DEFAULT_SCOPE,
    fingerprint: fingerprint as Fingerprint,
    name: "HighLatency",
    state: "firing",
    severity: "major",
    summary: "Latency of checkout is above 2 s",
    description: null,
    labels: { job: "shop", instance: "shop-1:9100" },
    entityId: entity as EntityId,
    startedAt: NOW,
    changedAt: NOW,
    resolvedAt: null,
    lastSeenAt: NOW,
    version: 1,
    position: 1,
    ...more,
  };
}

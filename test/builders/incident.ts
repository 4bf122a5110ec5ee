import type { EntityId } from "../../shared/domain/entity.ts";
import type {
  Cause,
  Incident,
  IncidentDetail,
  IncidentId,
  InvolvedEdge,
  InvolvedEntity,
  SuspectChange,
} from "../../shared/domain/incident.ts";
import type { Message, Reason } from "../../shared/domain/message.ts";
import { NOT_ACKNOWLEDGED } from "../../shared/domain/outbox.ts";
import { DEFAULT_SCOPE } from "../../shared/domain/scope.ts";

/** Words that stand in no catalogue are shown as they are. */
export const said = (code: string, params: Message["params"] = {}): Message => ({ code, params });

export const aReason = (code: string, supports = true, weight = 0.5): Reason => ({ ...said(code), supports, weight });

/** An open major incident of one alert that nobody has. */
export function anIncident({
  id = "INC-2071",
  ...more
}: Partial<Omit<Incident, "id">> & { id?: string } = {}): Incident {
  return {
    id: id as IncidentId,
    scope: DEFAULT_SCOPE,
    version: 1,
    state: "open",
    severity: "major",
    priority: 50,
    headline: said("Something is wrong"),
    cause: null,
    change: null,
    alertCount: 1,
    firingCount: 1,
    entityCount: 1,
    perMinute: 0,
    trend: "steady",
    spark: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
    startedAt: 1_000,
    openedAt: 2_000,
    lastChangeAt: 2_000,
    resolvedAt: null,
    owner: null,
    acknowledgement: NOT_ACKNOWLEDGED,
    sourceIds: ["prometheus"],
    staleSourceIds: [],
    mergedInto: null,
    ...more,
  };
}

export function aCause(more: Partial<Cause> = {}): Cause {
  return {
    rank: 1,
    kind: "entity",
    entityId: "orders-db" as EntityId,
    entityName: "orders-db",
    what: said("connection pool exhausted"),
    probability: 0.78,
    reasons: [],
    ...more,
  };
}

export function aSuspectChange(more: Partial<SuspectChange> = {}): SuspectChange {
  return {
    changeId: "CHG-4821",
    entityId: "payments-api" as EntityId,
    entityName: "payments-api",
    summary: "payments-api 2.13.2 to 2.14.0",
    by: "m.tanaka",
    at: 1_000,
    endedAt: null,
    leadMs: 188_000,
    probability: 0.7,
    reasons: [],
    ...more,
  };
}

/** An affected service without alerts. */
export function anInvolvedEntity({
  id,
  ...more
}: Partial<Omit<InvolvedEntity, "id">> & { id: string }): InvolvedEntity {
  return {
    id: id as EntityId,
    name: id,
    kind: "service",
    site: null,
    group: null,
    severity: null,
    acknowledged: false,
    firstAlertAt: null,
    alertCount: 0,
    role: "effect",
    changeId: null,
    ...more,
  };
}

/** A declared edge: `from` depends on `to`. */
export const anInvolvedEdge = (from: string, to: string, more: Partial<InvolvedEdge> = {}): InvolvedEdge => ({
  from: from as EntityId,
  to: to as EntityId,
  origin: "declared",
  confidence: 1,
  lit: false,
  ...more,
});

export const anIncidentDetail = (more: Partial<IncidentDetail> = {}): IncidentDetail => ({
  ...anIncident(),
  causes: [],
  changes: [],
  grouping: [],
  entities: [],
  edges: [],
  history: [],
  verdicts: [],
  model: "1",
  ...more,
});

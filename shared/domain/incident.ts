import { z } from "zod";
import { EntityId, EntityKind } from "./entity.ts";
import { Instant } from "./event.ts";
import { IncidentId } from "./incidentId.ts";
import { Message, Reason } from "./message.ts";
import { Acknowledgement } from "./outbox.ts";
import { Scope } from "./scope.ts";
import { Severity } from "./severity.ts";
import { StandingVerdict } from "./verdict.ts";

export { IncidentId };

export const IncidentState = z.enum(["open", "resolved", "merged"]);
export type IncidentState = z.infer<typeof IncidentState>;

/** How the rate of its alerts moves. `new`: it has not lasted long enough to compare. */
export const Trend = z.enum(["new", "rising", "steady", "falling"]);
export type Trend = z.infer<typeof Trend>;

/** A ranked candidate with its reasons. `unknown` is an honest answer and has no entity. */
export const Cause = z.object({
  rank: z.int().positive(),
  kind: z.enum(["entity", "unknown"]),
  entityId: EntityId.nullable(),
  entityName: z.string().nullable(),
  /** What is wrong with it, mostly the summary of its first or strongest alert. */
  what: Message,
  probability: z.number().min(0).max(1),
  reasons: z.array(Reason),
});
export type Cause = z.infer<typeof Cause>;

/** A change that may have caused the incident. `leadMs`: from the change to the first alert. */
export const SuspectChange = z.object({
  changeId: z.string(),
  entityId: EntityId,
  entityName: z.string(),
  summary: z.string(),
  by: z.string().nullable(),
  at: Instant,
  endedAt: Instant.nullable(),
  leadMs: z.int(),
  probability: z.number().min(0).max(1),
  reasons: z.array(Reason),
});
export type SuspectChange = z.infer<typeof SuspectChange>;

/** A case that people work, as a row of the desk. */
export const Incident = z.object({
  id: IncidentId,
  scope: Scope,
  /** Grows with each entry of its history. */
  version: z.int(),
  state: IncidentState,
  severity: Severity,
  /** Higher is more urgent; lists are ordered by it. */
  priority: z.number(),
  headline: Message,
  cause: Cause.pick({ entityId: true, entityName: true, what: true, probability: true }).nullable(),
  change: SuspectChange.pick({ changeId: true, entityName: true, summary: true, at: true }).nullable(),
  alertCount: z.int(),
  firingCount: z.int(),
  entityCount: z.int(),
  /** Alerts that began per minute over the last five minutes. */
  perMinute: z.number(),
  trend: Trend,
  /** Alerts that began in each of the last twelve 150 s spans, oldest first. */
  spark: z.array(z.int()).length(12),
  /** When the first alert began, by the source's clock. */
  startedAt: Instant,
  openedAt: Instant,
  lastChangeAt: Instant,
  resolvedAt: Instant.nullable(),
  owner: z.string().nullable(),
  acknowledgement: Acknowledgement,
  sourceIds: z.array(z.string()),
  /** The subset of `sourceIds` that is stale now. */
  staleSourceIds: z.array(z.string()),
  mergedInto: IncidentId.nullable(),
});
export type Incident = z.infer<typeof Incident>;

/** Why the alerts of an incident are together: one line per kind of evidence. */
export const GroupingReason = Message.extend({ alerts: z.int(), share: z.number().min(0).max(1) });
export type GroupingReason = z.infer<typeof GroupingReason>;

export const InvolvedEntity = z.object({
  id: EntityId,
  name: z.string(),
  kind: EntityKind,
  site: z.string().nullable(),
  group: z.string().nullable(),
  severity: Severity.nullable(),
  acknowledged: z.boolean(),
  firstAlertAt: Instant.nullable(),
  alertCount: z.int(),
  role: z.enum(["cause", "effect", "neighbour"]),
  changeId: z.string().nullable(),
});
export type InvolvedEntity = z.infer<typeof InvolvedEntity>;

/** `from` depends on `to`. `lit`: on a path from the cause to an affected entity. */
export const InvolvedEdge = z.object({
  from: EntityId,
  to: EntityId,
  origin: z.enum(["declared", "traces", "inferred"]),
  confidence: z.number(),
  lit: z.boolean(),
});
export type InvolvedEdge = z.infer<typeof InvolvedEdge>;

/** An entry of the append-only history. */
export const IncidentEntry = z.object({
  at: Instant,
  kind: z.enum([
    "opened",
    "grew",
    "cause",
    "severity",
    "merged",
    "split",
    "resolved",
    "reopened",
    "acknowledged",
    "undone",
    "note",
    "owner",
    "conflict",
    "verdict",
  ]),
  by: z.string().nullable(),
  message: Message,
});
export type IncidentEntry = z.infer<typeof IncidentEntry>;

export const IncidentDetail = Incident.extend({
  causes: z.array(Cause),
  changes: z.array(SuspectChange),
  grouping: z.array(GroupingReason),
  entities: z.array(InvolvedEntity),
  edges: z.array(InvolvedEdge),
  history: z.array(IncidentEntry),
  /** What operators said of it and have not taken back, the newest first. */
  verdicts: z.array(StandingVerdict),
  /** Version of model and configuration that produced causes and grouping. */
  model: z.string(),
});
export type IncidentDetail = z.infer<typeof IncidentDetail>;

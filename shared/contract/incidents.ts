import { z } from "zod";
import { EntityId } from "../domain/entity.ts";
import { Instant } from "../domain/event.ts";
import { Incident, IncidentDetail, IncidentId } from "../domain/incident.ts";
import { OutboxItem } from "../domain/outbox.ts";
import { Severity } from "../domain/severity.ts";
import { SimilarIncident } from "../domain/similar.ts";
import { Timeline } from "../domain/timeline.ts";
import { MAXIMUM_SPLIT } from "../domain/verdict.ts";
import { Page, procedure } from "./errors.ts";

export const IncidentFilter = z.object({
  state: z.enum(["open", "resolved", "all"]).default("open"),
  minimumSeverity: Severity.optional(),
  unacknowledged: z.boolean().default(false),
  mine: z.boolean().default(false),
  moving: z.boolean().default(false),
  text: z.string().max(200).optional(),
  resolvedSince: Instant.optional(),
});
export type IncidentFilter = z.infer<typeof IncidentFilter>;

export const IncidentOrder = z.enum(["priority", "newest", "oldest", "largest"]);
export type IncidentOrder = z.infer<typeof IncidentOrder>;

export const IncidentCounts = z.object({
  open: z.int(),
  unacknowledged: z.int(),
  mine: z.int(),
  moving: z.int(),
  /** Alerts, not resolved, that the open incidents fold. */
  foldedAlerts: z.int(),
  /** Alerts muted at their sources now. */
  suppressedAlerts: z.int(),
  bySeverity: z.record(Severity, z.int()),
});
export type IncidentCounts = z.infer<typeof IncidentCounts>;

export const WhyAlert = z.object({
  fingerprint: z.string(),
  reasons: z.array(
    z.object({ code: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])), weight: z.number() }),
  ),
});

/** Incidents that one call may merge into another. */
const MAXIMUM_MERGED = 20;

export const incidents = {
  /** By `priority`: most urgent first (open), last ended first (resolved). Open ones stand before resolved ones in every order. */
  list: procedure
    .input(Page.extend({ filter: IncidentFilter.prefault({}), order: IncidentOrder.default("priority") }))
    .output(z.object({ rows: z.array(Incident), total: z.int(), counts: IncidentCounts })),

  get: procedure.input(z.object({ id: IncidentId })).output(IncidentDetail),

  /** Alerts, evidence, changes and operator actions on one axis. */
  timeline: procedure
    .input(
      z.object({
        id: IncidentId,
        from: Instant.optional(),
        to: Instant.optional(),
        maximumRows: z.int().min(1).max(200).default(24),
      }),
    )
    .output(Timeline),

  /** Why this alert is in its incident. */
  why: procedure.input(z.object({ id: IncidentId, fingerprint: z.string() })).output(WhyAlert),

  /** Closed incidents that are like it in entities, alerts, first cause and words, the likest first. `closed`: with how many it was compared. */
  similar: procedure
    .input(z.object({ id: IncidentId, limit: z.int().min(1).max(20).default(3) }))
    .output(z.object({ rows: z.array(SimilarIncident), closed: z.int() })),

  /**
   * Queues an acknowledgement of every firing alert at a source that can act; each is done when its item says `confirmed`.
   * CONFLICT when `seenVersion` is older than the incident's last change of membership or severity.
   */
  acknowledge: procedure
    .input(
      z.object({
        id: IncidentId,
        seenVersion: z.int(),
        note: z.string().max(2000).default(""),
        minutes: z.int().min(1).max(10_080).default(120),
      }),
    )
    .output(
      z.object({
        items: z.array(OutboxItem),
        skipped: z.array(z.object({ fingerprint: z.string(), reason: z.string() })),
      }),
    ),

  /** Takes back the caller's acknowledgement at the sources. */
  undo: procedure.input(z.object({ id: IncidentId })).output(z.object({ items: z.array(OutboxItem) })),

  note: procedure
    .input(z.object({ id: IncidentId, text: z.string().min(1).max(4000) }))
    .output(z.object({ version: z.int() })),

  /** They are one case, whatever the evidence. Binds while they live; `takeBack` undoes it. */
  merge: procedure
    .input(z.object({ id: IncidentId, otherIds: z.array(IncidentId).min(1).max(MAXIMUM_MERGED) }))
    .output(z.object({ verdictIds: z.array(z.string()) })),

  /** What alerts at these entities is another case. */
  split: procedure
    .input(z.object({ id: IncidentId, entityIds: z.array(EntityId).min(1).max(MAXIMUM_SPLIT) }))
    .output(z.object({ verdictIds: z.array(z.string()) })),

  /** That was not the cause: lasts for this incident, and lowers such a cause a little in others. */
  ruleOut: procedure
    .input(z.object({ id: IncidentId, entityId: EntityId }))
    .output(z.object({ verdictIds: z.array(z.string()) })),

  /** Undoes a verdict about an incident that is still open. */
  takeBack: procedure
    .input(z.object({ id: IncidentId, verdictId: z.string().max(100) }))
    .output(z.object({ takenBack: z.literal(true) })),

  /** `null` gives it back. */
  setOwner: procedure
    .input(z.object({ id: IncidentId, owner: z.string().max(120).nullable() }))
    .output(z.object({ version: z.int() })),
};

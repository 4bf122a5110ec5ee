import { z } from "zod";
import { Alert, AlertDetail, Fingerprint } from "../domain/alert.ts";
import { AlertState, Instant } from "../domain/event.ts";
import { IncidentId } from "../domain/incident.ts";
import { MAXIMUM_PER_ACTION, OutboxItem } from "../domain/outbox.ts";
import { Severity } from "../domain/severity.ts";
import { Page, procedure } from "./errors.ts";

export const AlertFilter = z.object({
  states: z.array(AlertState).default(["firing", "suppressed"]),
  severities: z.array(Severity).default([]),
  sourceIds: z.array(z.string()).default([]),
  site: z.string().optional(),
  entityId: z.string().optional(),
  incidentId: IncidentId.optional(),
  /** Words that must all occur in name, summary or entity. */
  text: z.string().max(200).optional(),
  unacknowledged: z.boolean().default(false),
});
export type AlertFilter = z.infer<typeof AlertFilter>;

export const AlertOrder = z.enum(["severity", "newest", "oldest", "entity", "count"]);

export const alerts = {
  /** One window of the virtual grid. `total` is counted in SQL over all pages. */
  list: procedure
    .input(Page.extend({ filter: AlertFilter.prefault({}), order: AlertOrder.default("severity") }))
    .output(z.object({ rows: z.array(Alert), total: z.int() })),

  get: procedure.input(z.object({ fingerprint: Fingerprint })).output(AlertDetail),

  counts: procedure.output(
    z.object({
      firing: z.int().min(0),
      suppressed: z.int().min(0),
      bySeverity: z.record(Severity, z.int().min(0)),
      bySource: z.record(z.string(), z.int().min(0)),
    }),
  ),

  /** New alerts per bucket from the per-minute roll-ups, oldest first. */
  rate: procedure
    .input(
      z.object({ bucketMinutes: z.int().min(1).max(60).default(10), buckets: z.int().min(1).max(288).default(36) }),
    )
    .output(z.object({ startsAt: Instant, bucketMs: z.int(), counts: z.array(z.int()) })),

  /** Each is done when its item says `confirmed`. Alerts that no source can act upon come back in `skipped`. */
  acknowledge: procedure
    .input(
      z.object({
        alerts: z
          .array(z.object({ fingerprint: Fingerprint, seenVersion: z.int() }))
          .min(1)
          .max(MAXIMUM_PER_ACTION),
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
};

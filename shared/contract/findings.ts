import { z } from "zod";
import { Instant } from "../domain/event.ts";
import { Finding, FindingId, FindingKind, FindingWhat, LogPattern, SeriesPoint } from "../domain/finding.ts";
import { IncidentId } from "../domain/incident.ts";
import { Page, procedure } from "./errors.ts";

export const FindingFilter = z.object({
  /** `open`: lasting, and nobody has said that it is none. */
  state: z.enum(["open", "all"]).default("open"),
  kind: FindingKind.optional(),
  entityId: z.string().optional(),
  /** On the entities of this incident and on what they depend on, from an hour before it began to its end. */
  incidentId: IncidentId.optional(),
});
export type FindingFilter = z.infer<typeof FindingFilter>;

/** A watched metric with the minutes from `from` to `to`, and what was found on it then. */
export const WatchedSeries = z.object({
  id: z.string(),
  name: z.string(),
  unit: z.string(),
  entityId: z.string(),
  entityName: z.string().nullable(),
  sourceId: z.string(),
  from: Instant,
  to: Instant,
  points: z.array(SeriesPoint),
  findings: z.array(Finding),
});
export type WatchedSeries = z.infer<typeof WatchedSeries>;

/** A pattern with what is out of the ordinary about it now. */
export const PatternRow = LogPattern.extend({ news: z.array(FindingWhat) });
export type PatternRow = z.infer<typeof PatternRow>;

export const findings = {
  /** Open ones first, then the newest. `watched`: what is looked at all the time. */
  list: procedure.input(Page.extend({ filter: FindingFilter.prefault({}) })).output(
    z.object({
      rows: z.array(Finding),
      total: z.int(),
      watched: z.object({ series: z.int(), patterns: z.int() }),
    }),
  ),

  /** Six hours up to the newest minute unless told otherwise. */
  series: procedure
    .input(z.object({ id: z.string().min(1).max(64), from: Instant.optional(), to: Instant.optional() }))
    .output(WatchedSeries),

  /** Patterns with news first, then those that came last. */
  patterns: procedure
    .input(Page.extend({ text: z.string().max(200).optional() }))
    .output(z.object({ rows: z.array(PatternRow), total: z.int() })),

  /** "Not an anomaly": the detector asks for more before it says so again of this series or pattern. */
  dismiss: procedure.input(z.object({ id: FindingId })).output(z.object({ dismissed: z.boolean() })),

  /** Takes that back. */
  restore: procedure.input(z.object({ id: FindingId })).output(z.object({ dismissed: z.boolean() })),
};

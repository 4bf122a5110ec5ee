import { z } from "zod";
import { Instant } from "../domain/event.ts";
import { Finding, FindingId, FindingKind, FindingWhat, LogPattern, SeriesPoint } from "../domain/finding.ts";
import { IncidentId } from "../domain/incident.ts";
import { Scope } from "../domain/scope.ts";
import { Page, procedure } from "./errors.ts";

export const FindingFilter = z.object({
  /** `open`: lasting, and nobody has said that it is none. `dismissed`: what somebody said that of, the latest verdict first. */
  state: z.enum(["open", "all", "dismissed"]).default("open"),
  kind: FindingKind.optional(),
  entityId: z.string().optional(),
  /** The series or pattern that it is about. */
  subject: z.string().max(64).optional(),
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

/** The lines that came in one entry of the log. `total`: how many they were, when only those around the wanted one are given. */
export const KeptLines = z.object({
  receivedAt: Instant,
  sourceName: z.string(),
  total: z.int(),
  lines: z.array(
    z.object({
      at: Instant,
      entityId: z.string(),
      entityName: z.string().nullable(),
      text: z.string(),
      wanted: z.boolean(),
    }),
  ),
});
export type KeptLines = z.infer<typeof KeptLines>;

export const findings = {
  /** Open ones first, then the newest. `watched`: what is looked at all the time, and how many metrics have something open. */
  list: procedure.input(Page.extend({ filter: FindingFilter.prefault({}) })).output(
    z.object({
      rows: z.array(Finding),
      total: z.int(),
      watched: z.object({ series: z.int(), patterns: z.int(), open: z.int() }),
    }),
  ),

  get: procedure.input(z.object({ id: FindingId })).output(Finding),

  /** Six hours up to the newest minute unless told otherwise. */
  series: procedure
    .input(z.object({ id: z.string().min(1).max(64), from: Instant.optional(), to: Instant.optional() }))
    .output(WatchedSeries),

  /** Patterns with news first, then those that came last. `news`: how many have any. */
  patterns: procedure
    .input(Page.extend({ text: z.string().max(200).optional() }))
    .output(z.object({ rows: z.array(PatternRow), total: z.int(), news: z.int() })),

  /** One pattern; NOT_FOUND when it was let go or became part of another. */
  pattern: procedure.input(z.object({ scope: Scope, id: z.string().min(1).max(64) })).output(PatternRow),

  /** What came beside a line that is kept: `position` as an example has it. NOT_FOUND when retention has taken it. */
  lines: procedure.input(z.object({ position: z.int().nonnegative(), text: z.string().max(500) })).output(KeptLines),

  /** "Not an anomaly": the detector asks for more before it says so again of this series or pattern. */
  dismiss: procedure.input(z.object({ id: FindingId })).output(z.object({ dismissed: z.boolean() })),

  /** Takes that back. */
  restore: procedure.input(z.object({ id: FindingId })).output(z.object({ dismissed: z.boolean() })),
};

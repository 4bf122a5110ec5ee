import { z } from "zod";
import { EntityId } from "./entity.ts";
import { Instant } from "./event.ts";
import { Crossing } from "./forecast.ts";
import { Scope } from "./scope.ts";

/** `FND-` and a hash of what it is about and of the log entry that began it: the same log gives the same ids. */
export const FindingId = z
  .string()
  .regex(/^FND-[0-9A-F]{12}$/)
  .brand<"FindingId">();
export type FindingId = z.infer<typeof FindingId>;

export const FindingKind = z.enum(["metric", "log", "forecast"]);
export type FindingKind = z.infer<typeof FindingKind>;

/** What is out of the ordinary: with a metric (the first eight), or with a log pattern; or that a metric runs out. */
export const FindingWhat = z.enum([
  "spike-up",
  "spike-down",
  "shift-up",
  "shift-down",
  "spread-up",
  "spread-down",
  "flat",
  "missing",
  "new",
  "vanished",
  "rate",
  "variable",
  "runs-out",
]);
export type FindingWhat = z.infer<typeof FindingWhat>;

/** A line that shows a pattern, masked, with the number of the log entry that holds it. */
export const LogExample = z.object({
  at: Instant,
  entityId: EntityId,
  text: z.string(),
  position: z.int().nonnegative(),
});
export type LogExample = z.infer<typeof LogExample>;

/** The model that says so. `learnedAt`: when it was last learned anew, and for which reason; `ageRows`: how many values ago. */
export const FindingModel = z.object({
  version: z.int(),
  reason: z.enum(["first-seen", "daily-season", "weekly-season", "season-lost", "level-moved"]),
  learnedAt: Instant,
  ageRows: z.int(),
  season: z.enum(["none", "daily", "weekly"]),
});
export type FindingModel = z.infer<typeof FindingModel>;

/** An output of analysis with its evidence: what was expected, what came, since when. */
export const FindingSeen = z.object({
  id: FindingId,
  scope: Scope,
  kind: FindingKind,
  what: FindingWhat,
  /** The series or the pattern. */
  subject: z.string(),
  entityId: EntityId.nullable(),
  /** In [0, 1], one half is the threshold of all series; null for patterns and forecasts, which have none. */
  score: z.number().min(0).max(1).nullable(),
  since: Instant,
  openedAt: Instant,
  updatedAt: Instant,
  endedAt: Instant.nullable(),
  /** In the unit of the series, or lines a minute. */
  expected: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  /** Like `expected`; null when nothing came. For `variable`: how far its values moved, in bits. */
  found: z.number().nullable(),
  /** Which variable of the pattern, counted from 0. */
  place: z.int().nullable(),
  examples: z.array(LogExample),
  /** None for patterns and forecasts. */
  model: FindingModel.nullable(),
  /** When a limit is reached; null for what is no forecast. */
  crossing: Crossing.nullable(),
});
export type FindingSeen = z.infer<typeof FindingSeen>;

/** A finding as a row of the console. */
export const Finding = FindingSeen.extend({
  entityName: z.string().nullable(),
  /** The name of the series or the template of the pattern. */
  label: z.string(),
  unit: z.string(),
  /** Who said that it is none, and when. */
  dismissedBy: z.string().nullable(),
  dismissedAt: Instant.nullable(),
});
export type Finding = z.infer<typeof Finding>;

/** A minute of a watched series: the newest value in it, and what was expected of that one. */
export const SeriesPoint = z.object({
  at: Instant,
  value: z.number(),
  expected: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  /** The highest of the minute. */
  score: z.number(),
});
export type SeriesPoint = z.infer<typeof SeriesPoint>;

/** A template mined from lines, with how it came of late. `<*>` stands where it varies. */
export const LogPattern = z.object({
  id: z.string(),
  scope: Scope,
  template: z.string(),
  count: z.int(),
  firstAt: Instant,
  lastAt: Instant,
  /** Lines in each of the sixty minutes up to `lastMinuteAt`, oldest first. */
  minutes: z.array(z.int()),
  lastMinuteAt: Instant,
  examples: z.array(LogExample),
});
export type LogPattern = z.infer<typeof LogPattern>;

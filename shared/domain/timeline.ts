import { z } from "zod";
import { EntityId } from "./entity.ts";
import { AlertState, Instant } from "./event.ts";
import { Message } from "./message.ts";
import { Severity } from "./severity.ts";

/** One stretch of a row. `to` is null while it lasts. */
export const TimelineBar = z.object({
  from: Instant,
  to: Instant.nullable(),
  severity: Severity,
  state: AlertState,
  acknowledged: z.boolean(),
});
export type TimelineBar = z.infer<typeof TimelineBar>;

/** Rows come in the order to draw: change rows, causes, then effects by onset. */
export const TimelineRow = z.object({
  key: z.string(),
  role: z.enum(["change", "cause", "effect"]),
  entityId: EntityId,
  entityName: z.string(),
  label: z.string(),
  bars: z.array(TimelineBar),
});
export type TimelineRow = z.infer<typeof TimelineRow>;

export const TimelineMark = z.object({
  at: Instant,
  kind: z.enum(["change", "operator", "incident", "finding"]),
  label: Message,
  suspect: z.boolean(),
});
export type TimelineMark = z.infer<typeof TimelineMark>;

/** Metric evidence as its source gave it, or as it is watched: points of [epoch ms, value], null where missing. */
export const MetricSeries = z.object({
  key: z.string(),
  entityId: EntityId,
  entityName: z.string(),
  sourceId: z.string(),
  label: z.string(),
  unit: z.string(),
  points: z.array(z.tuple([Instant, z.number().nullable()])),
  /** The usual range before the incident (5th to 95th percentile), when there was enough of it. */
  expected: z.object({ low: z.number(), high: z.number() }).nullable(),
  /** The threshold of the rule that fired, when the source tells. */
  threshold: z.number().nullable(),
  /** What was expected of a watched metric at each moment: [epoch ms, low, high]; null for one that is not watched. */
  band: z.array(z.tuple([Instant, z.number(), z.number()])).nullable(),
});
export type MetricSeries = z.infer<typeof MetricSeries>;

/** A source that gave no metrics when it was last asked for those of the incident. */
export const MetricFailure = z.object({ sourceId: z.string(), sourceName: z.string(), message: Message, at: Instant });
export type MetricFailure = z.infer<typeof MetricFailure>;

export const Timeline = z.object({
  from: Instant,
  to: Instant,
  rows: z.array(TimelineRow),
  /** Rows left out because there are more than were asked for. */
  omittedRows: z.int(),
  marks: z.array(TimelineMark),
  metrics: z.array(MetricSeries),
  metricFailures: z.array(MetricFailure),
});
export type Timeline = z.infer<typeof Timeline>;

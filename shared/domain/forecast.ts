import { z } from "zod";
import { EntityId } from "./entity.ts";
import { Instant } from "./event.ts";
import { Scope } from "./scope.ts";
import { SeriesLimit } from "./seriesLimit.ts";

/** How much the history can tell: nothing on the first day, little on the second. */
export const ForecastKnowledge = z.enum(["unknown", "little", "enough"]);
export type ForecastKnowledge = z.infer<typeof ForecastKnowledge>;

/**
 * When a series reaches its limit. Early, likely and late: until then one in ten, half and nine in ten courses have reached it; null
 * where so many do not within the horizon.
 */
export const Crossing = z.object({
  limit: SeriesLimit,
  /** That it is reached within the horizon; null when the history tells too little. */
  probability: z.number().min(0).max(1).nullable(),
  earlyAt: Instant.nullable(),
  likelyAt: Instant.nullable(),
  lateAt: Instant.nullable(),
  /** Since when it is at or beyond the limit; null while it is not. */
  reachedAt: Instant.nullable(),
  knowledge: ForecastKnowledge,
});
export type Crossing = z.infer<typeof Crossing>;

/** Steps from `from` on, the first one step long and ending a step later; each array has one value for each. */
const Course = z.object({
  from: Instant,
  point: z.array(z.number()),
  /** Between these nine of ten values are expected. */
  low: z.array(z.number()),
  high: z.array(z.number()),
});

/** What was forecast of a limited series at one moment. */
export const ForecastMade = Crossing.extend({
  scope: Scope,
  seriesId: z.string(),
  entityId: EntityId,
  /** By the log's clock. */
  madeAt: Instant,
  /** The newest value and when it was measured. */
  value: z.number(),
  valueAt: Instant,
  stepMs: z.int(),
  /** How far it looks ahead, and how long the history is that it comes from. */
  horizonMs: z.int(),
  historyMs: z.int(),
  /** Change a day, over the last day or, for what is forecast by the day, the last week; null where that is not known. */
  trend: z.number().nullable(),
  /** Lengths of the seasons that were found, in milliseconds, the shorter first. */
  seasonsMs: z.array(z.int()),
  /** The methods that it comes from, the most trusted first; the shares of all sum to 1. */
  methods: z.array(z.object({ method: z.string(), share: z.number() })),
  /** The end of the history, a value a step up to `course.from`: the one nearest to the limit; null where nothing came. */
  history: z.array(z.number().nullable()),
  course: Course,
});
export type ForecastMade = z.infer<typeof ForecastMade>;

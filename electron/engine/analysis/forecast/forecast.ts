import { forecastByAll } from "./ensemble.ts";
import { fillGaps } from "./fillGaps.ts";
import { findSeasons } from "./findSeasons.ts";
import { raisePeak } from "./peaks.ts";
import { PredictiveErrors } from "./predictiveErrors.ts";
import { extremesOf } from "./scale.ts";

/** How much the history can tell: nothing before a day has been seen, little before two days or a quarter of the horizon. */
export type Knowledge = "unknown" | "little" | "enough";

/** What is known of the steps after a history; each array has one value for each step. */
export type Forecast = {
  knowledge: Knowledge;
  point: Float64Array;
  /** Between these nine of ten values are expected. */
  lower: Float64Array;
  upper: Float64Array;
  /** Equally likely courses, each as wrong as a forecast from the past was: they know how errors hang together over time. */
  courses: readonly Float64Array[];
  /** Lengths in steps, the shorter first. */
  seasons: readonly number[];
  /** The methods that it comes from, the most trusted first; their shares sum to 1. */
  methods: readonly { method: string; share: number }[];
};

/** @property horizon steps ahead @property calendar steps in a day, in a week: where a season is likely */
export type Question = { horizon: number; calendar: readonly number[] };

/** Share of the values that the interval shall hold. */
const INTERVAL = 0.9;
/** Values of a history that are looked at: eight weeks of hours and a bit. */
const MOST_VALUES = 1400;
/** Without a day of values no method can be tried. */
const LEAST_VALUES = 8;
/** Usual error, at least, of a forecast from less than two days, as a share of the range that was seen: a season may be half over. */
const LITTLE_ERROR_OF_RANGE = 0.4;
/** Half of the interval on the first day: ranges that were seen, and at least this share of the last value. */
const UNKNOWN_RANGES = 2;
const UNKNOWN_SHARE = 0.5;

/**
 * Forecasts a series from its history, oldest value first; a value that is not finite is missing.
 * @returns undefined when no value is finite
 */
export function forecast(history: ArrayLike<number>, { horizon, calendar }: Question): Forecast | undefined {
  const day = calendar[0] ?? 1;
  const filled = fillGaps(history, day);
  if (filled.length === 0) return undefined;
  const values = filled.slice(Math.max(0, filled.length - MOST_VALUES));
  const knowledge = knowledgeOf(values.length, day, horizon);
  if (knowledge === "unknown") return unknownForecast(values, horizon);
  const seasons = findSeasons(values, calendar);
  const { point, past, weights } = forecastByAll(values, seasons, horizon);
  const [lowest, highest] = extremesOf(values);
  const leastUsual = knowledge === "little" ? LITTLE_ERROR_OF_RANGE * (highest - lowest) : 0;
  const errors = new PredictiveErrors(past, values.length, horizon, seasons[0] ?? 1, leastUsual);
  const halfWidths = errors.halfWidths(INTERVAL);
  const courses = errors.courses().map((course) => course.map((error, step) => point[step]! + error));
  const lower = point.map((value, step) => value - halfWidths[step]!);
  const upper = point.map((value, step) => value + halfWidths[step]!);
  if (knowledge === "enough") raisePeak(point, courses);
  // What never was negative stays so: a free space, a rate, a count.
  if (lowest >= 0) for (const part of [point, lower, upper, ...courses]) keepPositive(part);
  return { knowledge, point, lower, upper, courses, seasons, methods: weights };
}

/** The last value, with an interval that says how little that is. */
function unknownForecast(values: Float64Array, horizon: number): Forecast {
  const last = values.at(-1)!;
  const [lowest, highest] = extremesOf(values);
  const half = Math.max(UNKNOWN_RANGES * (highest - lowest), UNKNOWN_SHARE * Math.abs(last));
  const lower = lowest >= 0 ? Math.max(0, last - half) : last - half;
  return {
    knowledge: "unknown",
    point: new Float64Array(horizon).fill(last),
    lower: new Float64Array(horizon).fill(lower),
    upper: new Float64Array(horizon).fill(last + half),
    courses: [],
    seasons: [],
    methods: [],
  };
}

function knowledgeOf(count: number, day: number, horizon: number): Knowledge {
  if (count < Math.max(day, LEAST_VALUES)) return "unknown";
  return count < Math.max(2 * day, horizon / 4) ? "little" : "enough";
}

function keepPositive(values: Float64Array): void {
  for (let step = 0; step < values.length; step++) values[step] = Math.max(0, values[step]!);
}

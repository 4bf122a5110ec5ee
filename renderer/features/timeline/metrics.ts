import type { MetricSeries } from "../../../shared/domain/timeline.ts";

type Point = [number, number | null];

/** Whether a value is outside what was usual, or beyond the rule's limit. */
const isBad = (value: number, { expected, threshold }: Pick<MetricSeries, "expected" | "threshold">): boolean =>
  expected === null ? threshold !== null && value > threshold : value > expected.high || value < expected.low;

/**
 * Splits a metric into the stretch inside its usual range and the one outside. A run outside also gets the points
 * beside it, so that the two lines join; a single value outside is noise and stays in the quiet line.
 */
export function splitByBand(series: Pick<MetricSeries, "points" | "expected" | "threshold">): {
  quiet: Point[];
  bad: Point[];
} {
  const flags = series.points.map(([, value]) => value !== null && isBad(value, series));
  const lasting = flags.map((flag, index) => flag && (flags[index - 1] === true || flags[index + 1] === true));
  const near = (index: number): boolean =>
    lasting[index] === true || lasting[index - 1] === true || lasting[index + 1] === true;
  return {
    quiet: series.points.map(([at, value], index) => [at, lasting[index] === true ? null : value]),
    bad: series.points.map(([at, value], index) => [at, near(index) ? value : null]),
  };
}

/** The axis of a metric row: from zero, or below when values are, to a little above all that is drawn. */
export function metricAxis({ points, expected, threshold }: Pick<MetricSeries, "points" | "expected" | "threshold">): {
  low: number;
  high: number;
} {
  const values = points.flatMap(([, value]) => (value === null ? [] : [value]));
  const all = [...values, expected?.high ?? 0, expected?.low ?? 0, threshold ?? 0, 0];
  const low = Math.min(...all);
  const high = Math.max(...all);
  return { low, high: high === low ? low + 1 : roundUp(high) };
}

/** The next figure of two digits, so that the label is short. */
function roundUp(value: number): number {
  if (value <= 0) return value;
  const power = 10 ** (Math.floor(Math.log10(value)) - 1);
  return Number((Math.ceil(value / power) * power).toPrecision(3));
}

/** The value that held at a moment: the last point at or before it. */
export function valueAt(points: readonly Point[], at: number): number | null {
  return points.findLast(([pointAt]) => pointAt <= at)?.[1] ?? null;
}

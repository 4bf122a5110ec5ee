import type { MetricSeries } from "../../../shared/domain/timeline.ts";

type Point = [number, number | null];

/** What a value is measured against: a band that moves, one that does not, or a limit. */
type Measure = Pick<MetricSeries, "expected" | "threshold" | "band">;

/** Says of each point whether it is outside what was expected then or usual before, or beyond the rule's limit. */
function badOnes({ points, expected, threshold, band }: Pick<MetricSeries, "points"> & Measure): boolean[] {
  const bandAt = new Map(band?.map(([at, low, high]) => [at, { low, high }]));
  return points.map(([at, value]) => {
    if (value === null) return false;
    const range = band === null ? expected : bandAt.get(at);
    if (range != null) return value > range.high || value < range.low;
    return band === null && threshold !== null && value > threshold;
  });
}

/**
 * Splits a metric into the stretch inside its usual range and the one outside. A run outside also gets the points
 * beside it, so that the two lines join; a single value outside is noise and stays in the quiet line.
 */
export function splitByBand(series: Pick<MetricSeries, "points"> & Measure): {
  quiet: Point[];
  bad: Point[];
} {
  const flags = badOnes(series);
  const lasting = flags.map((flag, index) => flag && (flags[index - 1] === true || flags[index + 1] === true));
  const near = (index: number): boolean =>
    lasting[index] === true || lasting[index - 1] === true || lasting[index + 1] === true;
  return {
    quiet: series.points.map(([at, value], index) => [at, lasting[index] === true ? null : value]),
    bad: series.points.map(([at, value], index) => [at, near(index) ? value : null]),
  };
}

/** The axis of a metric row: from zero, or below when values are, to a little above all that is drawn. */
export function metricAxis({ points, expected, threshold, band }: Pick<MetricSeries, "points"> & Measure): {
  low: number;
  high: number;
} {
  const values = points.flatMap(([, value]) => (value === null ? [] : [value]));
  const edges = (band ?? []).flatMap(([, low, high]) => [low, high]);
  const all = [...values, ...edges, expected?.high ?? 0, expected?.low ?? 0, threshold ?? 0, 0];
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

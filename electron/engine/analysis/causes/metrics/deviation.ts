import { type MetricMeaning } from "./metricKind.ts";

/** A metric of one component; a missing value is NaN. */
export type Measured = {
  /** Values of normal times, in order. */
  baseline: Float64Array;
  /** What came right before the window, in order; may be empty. */
  before: Float64Array;
  /** What came in the window of the fault. */
  window: Float64Array;
};

/** Values right before the window that are enough for a level of their own; else the level is that of the baseline. */
const LEAST_BEFORE = 5;
const MOST_BEFORE = 10;
const LEAST_BASELINE = 10;
/** Windows of the baseline that a window is held against, at most about. */
const NULL_WINDOWS = 60;
const LEAST_NULL_WINDOWS = 5;
/** Quantiles of the size of a normal deviation with spread 1. */
const HALF = 0.6745;
const NINE_TENTHS = 1.645;
/** The spread is at least this share of the standard deviation of the baseline, however quiet most of its windows are. */
const LEAST_SHARE = 0.03;
const SMALLEST = 1e-9;

/**
 * How far a window deviates, in spreads of what windows of the same length do in normal times: of its middle, and of its worst two
 * values, whichever deviates more. The spread comes from the baseline itself (empirical, not assumed), so a metric that jumps
 * every few minutes has to jump higher.
 * @returns undefined when too little is known
 */
export function deviationOf({ baseline, before, window }: Measured, meaning: MetricMeaning): number | undefined {
  const known = baseline.filter(Number.isFinite);
  const seen = window.filter(Number.isFinite);
  const recent = before.filter(Number.isFinite).slice(-MOST_BEFORE);
  if (known.length < LEAST_BASELINE || seen.length === 0) return undefined;
  const middle = medianOf(known);
  const isLocal = recent.length >= LEAST_BEFORE;
  const level = isLocal ? medianOf(recent) : middle;
  const floor = Math.max(LEAST_SHARE * standardDeviation(known, middle), SMALLEST);
  const normal = normalWindows(baseline, seen.length, isLocal ? recent.length : 0, middle);
  if (normal.length < LEAST_NULL_WINDOWS) return undefined;
  const deviations = MEASURES.map((measure) => {
    const sizes = Float64Array.from(normal, ({ values, level: own }) =>
      Math.abs(measure(values, own, meaning)),
    ).toSorted();
    const spread = Math.max(quantile(sizes, 0.5) / HALF, quantile(sizes, 0.9) / NINE_TENTHS, floor);
    return measure(seen, level, meaning) / spread;
  });
  return Math.max(...deviations);
}

type Measure = (values: Float64Array, level: number, meaning: MetricMeaning) => number;

const worseBy = (difference: number, { worse }: MetricMeaning): number =>
  worse === 0 ? Math.abs(difference) : worse * difference;

const ofMiddle: Measure = (values, level, meaning) => worseBy(medianOf(values) - level, meaning);

const ofWorst: Measure = (values, level, meaning) => {
  const sorted = values.map((value) => worseBy(value - level, meaning)).toSorted();
  const last = sorted.at(-1)!;
  return (last + (sorted.at(-2) ?? last)) / 2;
};

const MEASURES: readonly Measure[] = [ofMiddle, ofWorst];

/** Windows from normal times, each with the level before it. */
function normalWindows(
  baseline: Float64Array,
  length: number,
  before: number,
  middle: number,
): { values: Float64Array; level: number }[] {
  const windows = [];
  const every = Math.max(1, Math.floor((baseline.length - length - before) / NULL_WINDOWS));
  for (let from = 0; from + before + length <= baseline.length; from += every) {
    const ahead = baseline.slice(from, from + before).filter(Number.isFinite);
    const values = baseline.slice(from + before, from + before + length).filter(Number.isFinite);
    if (values.length === 0 || (before > 0 && ahead.length < before / 2)) continue;
    windows.push({ values, level: before > 0 ? medianOf(ahead) : middle });
  }
  return windows;
}

function standardDeviation(values: Float64Array, centre: number): number {
  return Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / values.length);
}

const medianOf = (values: Float64Array): number => quantile(values.toSorted(), 0.5);

/** Between neighbours in proportion. */
export function quantile(ascending: Float64Array, share: number): number {
  const place = share * (ascending.length - 1);
  const lower = ascending[Math.floor(place)]!;
  return lower + (ascending[Math.ceil(place)]! - lower) * (place - Math.floor(place));
}

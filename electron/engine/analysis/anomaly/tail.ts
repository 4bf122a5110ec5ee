import { SETTINGS } from "./settings.ts";

/**
 * One side of a statistic's distribution beyond a high quantile, as a generalised Pareto distribution of the excesses: peaks over
 * threshold, as in Siffer et al., "Anomaly Detection in Streams with Extreme Value Theory", KDD 2017, but with everything learned
 * step by step: the threshold by stochastic approximation (Robbins & Monro 1951), the shape and scale from mean and variance of
 * the excesses (Hosking & Wallis 1987). Four words: threshold, mean excess, variance of excesses, number of excesses.
 */

const { settlingRows, tailShare, tailThresholdGain, tailExcessGain, tailShape, tailShapeWeight, tailShapeMost } =
  SETTINGS;

const THRESHOLD = 0;
const MEAN = 1;
const VARIANCE = 2;
const EXCESSES = 3;

/** Mean absolute deviations from the mean to the threshold, and on to the mean beyond it, of a normal distribution. */
const NORMAL_THRESHOLD = 2.35;
const NORMAL_EXCESS = 0.5;
const SETTLING_GAIN = 5;
/** No estimate from rows reaches further than this. Nats. */
const MOST = 60;

/** How surprising `value` is: minus the logarithm of the share of rows as far out, 0 inside the threshold. Nats. */
export function surpriseOf(state: Float64Array, at: number, value: number, rows: number): number {
  const excess = value - state[at + THRESHOLD]!;
  if (!(excess > 0)) return 0;
  const mean = state[at + MEAN]!;
  // Never anything beyond the threshold: as rare as the rows seen can tell.
  if (!(mean > 0)) return Math.log(rows + 1);
  const shape = shapeOf(state, at, mean);
  const reach = excess / (mean * (1 - shape));
  const beyond = shape > 1e-6 ? Math.log1p(shape * reach) / shape : reach;
  return Math.min(MOST, beyond - Math.log(tailShare));
}

/** The value that a `share` of rows is beyond, share below `tailShare`: `surpriseOf` the other way round. */
export function reachOf(state: Float64Array, at: number, share: number): number {
  const mean = state[at + MEAN]!;
  const shape = shapeOf(state, at, mean);
  const beyond = Math.log(tailShare / share);
  const reach = shape > 1e-6 ? Math.expm1(shape * beyond) / shape : beyond;
  return state[at + THRESHOLD]! + mean * (1 - shape) * reach;
}

/** The gain of a tail's threshold after so many rows. */
export const thresholdGain = (rows: number): number => Math.max(SETTLING_GAIN / rows, tailThresholdGain);

/** Learns one value. `rows`: how many it has seen, this one included; `gain`: `thresholdGain` of them. */
export function learnTail(state: Float64Array, at: number, value: number, rows: number, gain: number): void {
  if (rows <= settlingRows) return settle(state, at, value, rows);
  const threshold = state[at + THRESHOLD]!;
  const mean = state[at + MEAN]!;
  const excess = value - threshold;
  const step = gain * (mean > 0 ? mean : Math.abs(excess));
  if (!(excess > 0)) {
    state[at + THRESHOLD] = threshold - step * tailShare;
    return;
  }
  const moved = Math.min(step * (1 - tailShare), excess);
  state[at + THRESHOLD] = threshold + moved;
  learnExcess(state, at, excess - moved);
}

/** The first rows give mean and mean deviation, and these a first guess. */
function settle(state: Float64Array, at: number, value: number, rows: number): void {
  const off = value - state[at + THRESHOLD]!;
  state[at + THRESHOLD] = state[at + THRESHOLD]! + off / rows;
  state[at + MEAN] = state[at + MEAN]! + (Math.abs(off) - state[at + MEAN]!) / rows;
  if (rows < settlingRows) return;
  state[at + THRESHOLD] = state[at + THRESHOLD]! + NORMAL_THRESHOLD * state[at + MEAN]!;
  state[at + MEAN] = NORMAL_EXCESS * state[at + MEAN]!;
  state[at + VARIANCE] = state[at + MEAN]! ** 2;
  state[at + EXCESSES] = 1;
}

function learnExcess(state: Float64Array, at: number, excess: number): void {
  const count = state[at + EXCESSES]! + 1;
  const gain = Math.max(1 / count, tailExcessGain);
  const before = excess - state[at + MEAN]!;
  const mean = state[at + MEAN]! + gain * before;
  state[at + EXCESSES] = count;
  state[at + MEAN] = mean;
  state[at + VARIANCE] = state[at + VARIANCE]! + gain * (before * (excess - mean) - state[at + VARIANCE]!);
}

/** By the method of moments, drawn towards the prior while there are few excesses. */
function shapeOf(state: Float64Array, at: number, mean: number): number {
  const count = state[at + EXCESSES]!;
  const square = mean * mean;
  const ratio =
    (square * (count + tailShapeWeight * (1 - 2 * tailShape))) /
    (state[at + VARIANCE]! * count + tailShapeWeight * square + Number.MIN_VALUE);
  return Math.min(tailShapeMost, Math.max(0, (1 - ratio) / 2));
}

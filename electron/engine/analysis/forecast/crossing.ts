import type { Forecast } from "./forecast.ts";

/** When a forecast reaches a limit. */
export type Crossing = {
  /** That it is reached within the horizon. */
  probability: number;
  /** That it is reached until a step, by step; ascending. */
  byStep: Float64Array;
  /** Steps ahead, from 1: when one in ten, half and nine in ten courses have reached it; undefined where so many do not. */
  early: number | undefined;
  likely: number | undefined;
  late: number | undefined;
};

/** Spread of the peaks of the courses that one course stands for (Silverman's rule, 1986, for few and dependent courses). */
const BANDWIDTH = 0.5;
/** The logistic distribution with this slope is the normal one to within a hundredth. */
const LOGISTIC_SLOPE = 1.702;

/**
 * The probability that a limit is crossed, from the courses of a forecast: a level that is likely at no single step may still be
 * reached at one of them. @returns undefined when the history tells too little for a probability
 */
export function crossingOf(forecast: Forecast, limit: number, direction: "above" | "below"): Crossing | undefined {
  if (forecast.knowledge === "unknown" || forecast.courses.length === 0) return undefined;
  const sign = direction === "above" ? 1 : -1;
  const peaks = forecast.courses.map((course) => peaksUntil(course, sign));
  const byStep = forecast.point.map((_, step) => {
    const reached = Float64Array.from(peaks, (peak) => peak[step]!);
    return probabilityAbove(reached, sign * limit);
  });
  // Smoothing may make a later step look a little less likely than an earlier one, which cannot be.
  for (let step = 1; step < byStep.length; step++) byStep[step] = Math.max(byStep[step]!, byStep[step - 1]!);
  const firstAt = (share: number): number | undefined => {
    const step = byStep.findIndex((probability) => probability >= share);
    return step < 0 ? undefined : step + 1;
  };
  return { probability: byStep.at(-1)!, byStep, early: firstAt(0.1), likely: firstAt(0.5), late: firstAt(0.9) };
}

/** The highest value so far, by step. */
function peaksUntil(course: Float64Array, sign: number): Float64Array {
  let highest = Number.NEGATIVE_INFINITY;
  return course.map((value) => (highest = Math.max(highest, sign * value)));
}

/** Share of a smoothed sample above a limit. */
function probabilityAbove(sample: Float64Array, limit: number): number {
  const mean = sample.reduce((sum, value) => sum + value, 0) / sample.length;
  const variance = sample.reduce((sum, value) => sum + (value - mean) ** 2, 0) / sample.length;
  const width = BANDWIDTH * Math.sqrt(variance);
  let sum = 0;
  for (const value of sample) {
    if (width > 0) sum += 1 / (1 + Math.exp((-LOGISTIC_SLOPE * (value - limit)) / width));
    else sum += value > limit ? 1 : 0;
  }
  return sum / sample.length;
}

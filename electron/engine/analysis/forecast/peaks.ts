import { quantileOf } from "./quantile.ts";
import { extremesOf } from "./scale.ts";

/** Steps whose forecast lies in this top share of the point forecast's range take part in its peak. */
const PEAK_SHARE = 0.1;
/**
 * The share of courses whose peak lies below that of the point forecast. Its median at each step is flatter than what comes: no step is
 * likely to be the peak, but one of them is. For the F1 score of "it will cross" the best threshold of a probability is half of the
 * score that is reached (Lipton, Elkan and Naryanaswamy, 2014), so about .4.
 */
const PEAK_QUANTILE = 0.6;

/** Raises the peak of a point forecast to where those of the courses usually lie. It changes `point`. */
export function raisePeak(point: Float64Array, courses: readonly Float64Array[]): void {
  if (courses.length === 0) return;
  const [lowest, highest] = extremesOf(point);
  const tops = Float64Array.from(courses, (course) => extremesOf(course)[1]).toSorted();
  const rise = Math.max(0, quantileOf(tops, PEAK_QUANTILE) - highest);
  const reach = PEAK_SHARE * (highest - lowest);
  for (let step = 0; step < point.length && reach > 0; step++) {
    point[step]! += rise * Math.max(0, 1 - (highest - point[step]!) / reach);
  }
}

import type { PastForecast } from "./ensemble.ts";
import { ErrorSpread } from "./errorSpread.ts";
import { quantileOf } from "./quantile.ts";

/** Forecasts within a history look a little better than those beyond it: their weights were chosen there. Per horizon tried. */
const OPTIMISM = 0.75;
/** A forecast from the past says how errors hang together when it was followed for this share of the longest. */
const FOLLOWED_SHARE = 0.5;

/** Errors to be expected of a forecast from the end of a history, from those of forecasts from within it (split conformal
 * prediction: Vovk, Gammerman and Shafer, 2005, on errors in units of their usual size). */
export class PredictiveErrors {
  readonly #usual: Float64Array;
  readonly #scaled: Float64Array[];
  readonly #cycle: number;

  /** @param leastUsual usual error at least, for a history too short to show its own */
  constructor(past: readonly PastForecast[], end: number, horizon: number, cycle: number, leastUsual: number) {
    const spread = new ErrorSpread(past, horizon, cycle);
    const first = past[0]?.origin ?? end;
    const widening = 1 + (OPTIMISM * horizon) / Math.max(1, end - first);
    this.#cycle = cycle;
    this.#usual = Float64Array.from({ length: horizon }, (_, step) =>
      Math.max(leastUsual, widening * spread.at(end, step)),
    );
    this.#scaled = past.map(({ origin, errors }) =>
      errors.map((error, step) => {
        const usual = spread.at(origin, step);
        return usual > 0 ? error / usual : 0;
      }),
    );
  }

  /** Half of the width of the interval that holds `share` of the values, by step. */
  halfWidths(share: number): Float64Array {
    const sizes = sizesOf(this.#scaled);
    const size = sizes.length === 0 ? 1 : quantileOf(sizes, share);
    return this.#usual.map((usual) => usual * (size > 0 ? size : 1));
  }

  /** Courses of errors over all steps, each as a forecast from the past had them; where it was not followed so long, as a cycle before. */
  courses(): Float64Array[] {
    const longest = Math.max(0, ...this.#scaled.map((errors) => errors.length));
    const followed = this.#scaled.filter((errors) => errors.length >= FOLLOWED_SHARE * longest);
    return followed.map((errors) => {
      const course = new Float64Array(this.#usual.length);
      for (let step = 0; step < course.length; step++) {
        const known = step < errors.length ? errors[step]! : undefined;
        course[step] = known ?? course[step - Math.min(this.#cycle, step)]!;
      }
      return course.map((error, step) => error * this.#usual[step]!);
    });
  }
}

/** All sizes, ascending. */
function sizesOf(scaled: readonly Float64Array[]): Float64Array {
  const sizes = new Float64Array(scaled.reduce((count, errors) => count + errors.length, 0));
  let at = 0;
  for (const errors of scaled) {
    for (const error of errors) sizes[at++] = Math.abs(error);
  }
  return sizes.sort();
}

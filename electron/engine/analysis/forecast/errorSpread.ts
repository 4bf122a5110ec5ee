import type { PastForecast } from "./ensemble.ts";

/** Errors that a phase of the season is held to have had as all phases together, before it had its own. */
const PRIOR_ERRORS = 30;

/**
 * How large errors usually are so many steps ahead and at that phase of the season: the mean absolute error of the forecasts from
 * the past, by step and by phase, each smoothed over its neighbours. Beyond what was tried it grows with the square root of the
 * steps, as a random walk does.
 */
export class ErrorSpread {
  readonly #mean: number;
  readonly #bySteps: Float64Array;
  readonly #byPhase: Float64Array;

  constructor(past: readonly PastForecast[], horizon: number, cycle: number) {
    const sums = new Float64Array(horizon);
    const counts = new Float64Array(horizon);
    for (const { errors } of past) {
      for (let step = 0; step < errors.length; step++) {
        sums[step]! += Math.abs(errors[step]!);
        counts[step]! += 1;
      }
    }
    const total = counts.reduce((sum, count) => sum + count, 0);
    this.#mean = total === 0 ? 0 : sums.reduce((sum, error) => sum + error, 0) / total;
    this.#bySteps = this.#ratiosByStep(sums, counts, Math.max(1, cycle >> 2));
    this.#byPhase = this.#ratiosByPhase(past, cycle);
  }

  /** Usual size of the error of a forecast from `origin`. */
  at(origin: number, step: number): number {
    return this.#mean * this.#bySteps[step]! * this.#byPhase[(origin + step) % this.#byPhase.length]!;
  }

  #ratiosByStep(sums: Float64Array, counts: Float64Array, reach: number): Float64Array {
    const ratios = new Float64Array(sums.length).fill(1);
    if (this.#mean === 0) return ratios;
    const tried = counts.findLastIndex((count) => count > 0);
    for (let step = 0; step < sums.length; step++) {
      let sum = 0;
      let count = 0;
      for (let near = Math.max(0, step - reach); near <= Math.min(tried, step + reach); near++) {
        sum += sums[near]!;
        count += counts[near]!;
      }
      ratios[step] = step > tried ? ratios[tried]! * Math.sqrt((step + 1) / (tried + 1)) : sum / count / this.#mean;
    }
    return ratios;
  }

  #ratiosByPhase(past: readonly PastForecast[], cycle: number): Float64Array {
    const sums = new Float64Array(cycle);
    const counts = new Float64Array(cycle);
    for (const { origin, errors } of past) {
      for (let step = 0; step < errors.length; step++) {
        const usual = this.#mean * this.#bySteps[step]!;
        sums[(origin + step) % cycle]! += usual > 0 ? Math.abs(errors[step]!) / usual : 1;
        counts[(origin + step) % cycle]! += 1;
      }
    }
    return sums.map((_, phase) => {
      const near = [phase, (phase + 1) % cycle, (phase + cycle - 1) % cycle];
      const sum = near.reduce((all, index) => all + sums[index]!, PRIOR_ERRORS);
      return sum / near.reduce((all, index) => all + counts[index]!, PRIOR_ERRORS);
    });
  }
}

import { meanOf } from "./mean.ts";
import type { Method } from "./method.ts";

/** How fast the level, the short and the long season learn, and how much of the last error stays. */
type Rates = readonly [level: number, short: number, long: number, error: number];

const START: Rates = [0.03, 0.15, 0.1, 0.9];
/** What is tried for each rate in turn, the others held. */
const TRIED: readonly (readonly number[])[] = [
  [0.003, 0.1, 0.3],
  [0.05, 0.3, 0.5],
  [0, 0.3],
  [0, 0.5, 0.97],
];
const ROUNDS = 2;

/**
 * Holt-Winters' exponential smoothing with two additive seasons and autocorrelated errors (Taylor, "Short-term electricity demand
 * forecasting using double seasonal exponential smoothing", 2003). Rates by coordinate search on the one-step error.
 */
export const holtWinters: Method = {
  name: "holtWinters",
  fit(values, end, { seasons }) {
    const [short, long = short] = seasons;
    if (short === undefined || long === undefined || end < 2 * long) return undefined;
    const smoother = new Smoother(short, long, values);
    smoother.begin(START);
    let rates = START;
    let least = smoother.advance(values, end);
    for (let round = 0; round < ROUNDS; round++) {
      const before = rates;
      for (const [which, tried] of TRIED.entries()) {
        for (const rate of tried) {
          if (rate === rates[which]) continue;
          const changed = rates.map((old, index) => (index === which ? rate : old)) as unknown as Rates;
          smoother.begin(changed);
          const error = smoother.advance(values, end);
          if (error < least) [least, rates] = [error, changed];
        }
      }
      if (rates === before) break;
    }
    smoother.begin(rates);
    return {
      learn: (known, until) => void smoother.advance(known, until),
      forecast(known, origin, into) {
        smoother.advance(known, origin);
        smoother.forecast(into);
      },
    };
  },
};

class Smoother {
  readonly #first: { level: number; short: Float64Array; long: Float64Array };
  readonly #short: Float64Array;
  readonly #long: Float64Array;
  #rates = START;
  #level = 0;
  #error = 0;
  #at = 0;

  /** Begins with the means over the first two long seasons. */
  constructor(short: number, long: number, values: Float64Array) {
    const first = values.slice(0, 2 * long);
    const level = meanOf(first, 0, first.length);
    takeAway(first, () => level);
    const shortMeans = phaseMeans(first, short);
    takeAway(first, (at) => shortMeans[at % short]!);
    const longMeans = long > short ? phaseMeans(first, long) : new Float64Array(long);
    this.#first = { level, short: shortMeans, long: longMeans };
    this.#short = new Float64Array(short);
    this.#long = new Float64Array(long);
  }

  begin(rates: Rates): void {
    this.#rates = rates;
    this.#level = this.#first.level;
    this.#short.set(this.#first.short);
    this.#long.set(this.#first.long);
    this.#error = 0;
    this.#at = 0;
  }

  forecast(into: Float64Array): void {
    let error = this.#error;
    for (let step = 0; step < into.length; step++) {
      error *= this.#rates[3];
      const at = this.#at + step;
      into[step] = this.#level + this.#short[at % this.#short.length]! + this.#long[at % this.#long.length]! + error;
    }
  }

  /** @returns the sum of the squares of the one-step errors on the way, those of the first long season left out */
  advance(values: Float64Array, end: number): number {
    const [levelRate, shortRate, longRate, kept] = this.#rates;
    const short = this.#short;
    const long = this.#long;
    const longLearns = long.length > short.length ? longRate : 0;
    let level = this.#level;
    let error = this.#error;
    let squares = 0;
    let inShort = this.#at % short.length;
    let inLong = this.#at % long.length;
    for (let at = this.#at; at < end; at++) {
      const raw = values[at]! - level - short[inShort]! - long[inLong]!;
      const surprise = raw - kept * error;
      if (at >= long.length) squares += surprise * surprise;
      level += levelRate * surprise;
      short[inShort]! += shortRate * surprise;
      long[inLong]! += longLearns * surprise;
      error = raw;
      if (++inShort === short.length) inShort = 0;
      if (++inLong === long.length) inLong = 0;
    }
    this.#level = level;
    this.#error = error;
    this.#at = Math.max(this.#at, end);
    return squares;
  }
}

function takeAway(values: Float64Array, part: (at: number) => number): void {
  for (let at = 0; at < values.length; at++) values[at]! -= part(at);
}

function phaseMeans(values: Float64Array, season: number): Float64Array {
  const sums = new Float64Array(season);
  const counts = new Float64Array(season);
  for (let at = 0; at < values.length; at++) {
    sums[at % season]! += values[at]!;
    counts[at % season]! += 1;
  }
  return sums.map((sum, phase) => sum / counts[phase]!);
}

import { solveRidge } from "./cholesky.ts";
import { meanOf } from "./mean.ts";

/** Rows for each coefficient, below which a regression would follow noise. */
const ROWS_PER_COEFFICIENT = 3;

/** A product of two lagged values, the later of them `later` steps back, and the cell of the equations that it goes to. */
type Pair = { cell: number; right: boolean; later: number };
/** @property latest the most steps that the later of a pair lies back */
type Apart = { apart: number; latest: number; pairs: readonly Pair[] };

/** A value regressed on a constant and on values some steps before it, extended as values come. */
export class LagRegression {
  readonly #lags: Int32Array;
  readonly #pairs: readonly Apart[];
  readonly #longest: number;
  readonly #ridge: number;
  readonly #mean: number;
  readonly #gram: Float64Array;
  readonly #right: Float64Array;
  #at: number;
  #coefficients: Float64Array;

  private constructor(values: Float64Array, end: number, lags: readonly number[], ridge: number) {
    const size = lags.length + 1;
    this.#lags = Int32Array.from(lags);
    this.#ridge = ridge;
    this.#mean = meanOf(values, 0, end);
    this.#gram = new Float64Array(size * size);
    this.#right = new Float64Array(size);
    this.#pairs = pairsOf(lags);
    this.#longest = Math.max(...lags);
    this.#at = this.#longest;
    this.#coefficients = new Float64Array(size);
    this.learn(values, end);
  }

  /** @returns undefined when values[0..end) are too few for so many lags */
  static fit(values: Float64Array, end: number, lags: readonly number[], ridge: number): LagRegression | undefined {
    if (lags.length === 0 || end - Math.max(...lags) < ROWS_PER_COEFFICIENT * (lags.length + 1)) return undefined;
    return new LagRegression(values, end, lags, ridge);
  }

  learn(values: Float64Array, end: number): void {
    const from = this.#at;
    if (end <= from) return;
    const longest = this.#longest;
    const count = this.#lags.length;
    const size = count + 1;
    const rows = end - from;
    const part = values.slice(from - longest, end);
    for (let at = 0; at < part.length; at++) part[at]! -= this.#mean;
    const sums = new Float64Array(part.length + 1);
    const others = new Float64Array(part.length + 1);
    for (let index = 0; index < this.#pairs.length; index += 2) {
      const one = this.#pairs[index]!;
      const other = this.#pairs[index + 1];
      sumProducts(
        part,
        one.apart,
        longest - one.latest,
        sums,
        other?.apart ?? one.apart,
        longest - (other ?? one).latest,
        others,
      );
      this.#add(one, sums, rows);
      if (other !== undefined) this.#add(other, others, rows);
    }
    sums[0] = 0;
    for (let at = 0; at < part.length; at++) sums[at + 1] = sums[at]! + part[at]!;
    for (let row = 0; row < count; row++) {
      const start = longest - this.#lags[row]!;
      this.#gram[count * size + row]! += sums[start + rows]! - sums[start]!;
    }
    this.#gram[count * size + count]! += rows;
    this.#right[count]! += sums[longest + rows]! - sums[longest]!;
    this.#at = end;
    this.#coefficients = solveRidge(this.#gram, this.#right, this.#ridge);
  }

  #add({ pairs }: Apart, sums: Float64Array, rows: number): void {
    for (const { cell, right, later } of pairs) {
      const start = this.#longest - later;
      const sum = sums[start + rows]! - sums[start]!;
      if (right) this.#right[cell]! += sum;
      else this.#gram[cell]! += sum;
    }
  }

  /** The value at `step` steps from `origin`, of known values before it and of `into` after it. */
  predict(values: Float64Array, origin: number, into: Float64Array, step: number): number {
    const lags = this.#lags;
    const mean = this.#mean;
    let sum = mean + this.#coefficients[lags.length]!;
    for (let k = 0; k < lags.length; k++) {
      const back = step - lags[k]!;
      sum += this.#coefficients[k]! * ((back < 0 ? values[origin + back]! : into[back]!) - mean);
    }
    return sum;
  }
}

/**
 * sums[at] = the sum of values[k] · values[k - apart] over from <= k < at; for two distances at once, since in each sum every step
 * waits for the one before. @param otherFrom not before `from`
 */
function sumProducts(
  values: Float64Array,
  apart: number,
  from: number,
  sums: Float64Array,
  otherApart: number,
  otherFrom: number,
  others: Float64Array,
): void {
  let sum = 0;
  let other = 0;
  sums[from] = 0;
  for (let at = from; at < otherFrom; at++) {
    sum += values[at]! * values[at - apart]!;
    sums[at + 1] = sum;
  }
  others[otherFrom] = 0;
  for (let at = otherFrom; at < values.length; at++) {
    const value = values[at]!;
    sum += value * values[at - apart]!;
    other += value * values[at - otherApart]!;
    sums[at + 1] = sum;
    others[at + 1] = other;
  }
}

/**
 * Which products of lagged values are needed, by how far apart they lie: pairs equally far apart differ only in where they begin.
 * Those that reach back farthest are first.
 */
function pairsOf(lags: readonly number[]): Apart[] {
  const byDistance = new Map<number, Pair[]>();
  const add = (apart: number, pair: Pair): void => {
    const pairs = byDistance.get(apart);
    if (pairs === undefined) byDistance.set(apart, [pair]);
    else pairs.push(pair);
  };
  const size = lags.length + 1;
  lags.forEach((lag, row) => {
    add(lag, { cell: row, right: true, later: 0 });
    for (let column = 0; column <= row; column++) {
      const other = lags[column]!;
      add(Math.abs(lag - other), { cell: row * size + column, right: false, later: Math.min(lag, other) });
    }
  });
  return [...byDistance]
    .map(([apart, pairs]) => ({ apart, pairs, latest: Math.max(...pairs.map(({ later }) => later)) }))
    .toSorted((one, other) => other.latest - one.latest);
}

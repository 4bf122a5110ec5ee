import { Baseline, noteModel } from "./baseline.ts";
import { KINDS, type Kind } from "./kind.ts";
import {
  COUNT,
  EVENNESS,
  EXPECTED,
  FIRST_AT,
  KIND,
  LAST_AT,
  LAST_VALUE,
  ORIGIN,
  PROFILE_WORDS,
  SCALE,
  SCORE,
  SINCE,
  VALUE,
  VERDICTS,
  WORDS,
} from "./layout.ts";
import { evidenceOf, type AnomalyEvidence } from "./evidence.ts";
import { decodeSeries, encodeSeries } from "./checkpoint.ts";
import { Novelty } from "./novelty.ts";
import { grown, slabsFor, type Slabs } from "./slabs.ts";
import { SETTINGS } from "./settings.ts";
import { learnGap, Surprise } from "./surprise.ts";

/** Values beyond this are taken as this, so that no sum or square leaves the range of its word. */
const LARGEST = 1e37;
/** A deviation lasts while the residual is more than so many typical ones. */
const LASTING = 3;

/**
 * Scores many metric series row by row: one pass, no look-ahead, `STATE_BYTES` for each series, nothing allocated for a row. Series
 * are numbers from 0, given by the caller. Rows of one series come in the order of their time; how rows of different series lie
 * between one another changes nothing.
 */
export class AnomalyDetector {
  #slabs: Slabs;
  #capacity: number;
  readonly #baseline = new Baseline();
  readonly #surprise = new Surprise();
  readonly #novelty = new Novelty();

  /** @param capacity for how many series there is room before it has to grow */
  constructor(capacity: number) {
    this.#capacity = Math.max(1, capacity);
    this.#slabs = slabsFor(this.#capacity);
  }

  /**
   * @param at seconds since 1970
   * @param value NaN for a row without one, or to ask again while no row comes
   * @returns the score in [0, 1], 0 while the series is too young
   */
  update(series: number, at: number, value: number): number {
    if (series >= this.#capacity) this.#grow(series);
    const { state } = this.#slabs;
    const base = series * WORDS;
    this.#surprise.clear();
    if (!Number.isFinite(value)) return this.#updateEmpty(state, base, at);
    const held = Math.min(LARGEST, Math.max(-LARGEST, value));
    if (state[base + COUNT] === 0) begin(state, base, at, held);
    const rows = (state[base + COUNT]! += 1);
    const offset = held - state[base + ORIGIN]!;
    const baseline = this.#baseline;
    baseline.compare(this.#slabs, series, at, offset);
    baseline.learnScale(state, base, rows);
    this.#surprise.judge(state, base, baseline);
    if (rows > 1) {
      this.#surprise.judgeRun(state, base, held);
      this.#surprise.judgeGap(state, base, at);
      learnGap(state, base, at);
    }
    state[base + EXPECTED] = baseline.expected + state[base + ORIGIN]!;
    state[base + EVENNESS] = baseline.evenness;
    state[base + VALUE] = held;
    const score = this.#score(state, base);
    this.#noteSince(state, base, at, score, Math.abs(baseline.residual) > LASTING * state[base + SCALE]!);
    baseline.learn(this.#slabs, series, at, offset, rows);
    state[base + LAST_VALUE] = held;
    state[base + LAST_AT] = at;
    return score;
  }

  /** What stands behind the newest score; undefined for a series that has had no row. */
  explain(series: number): AnomalyEvidence | undefined {
    if (series >= this.#capacity) return undefined;
    return evidenceOf(this.#slabs.state, series * WORDS);
  }

  /** "Not an anomaly", said by an operator: deviations of this kind on this series have to be more surprising from now on. */
  accept(series: number, kind: Kind): void {
    this.#slabs.state[this.#verdictAt(series, kind)]! += 1;
  }

  /** Takes one such verdict back. */
  withdraw(series: number, kind: Kind): void {
    const at = this.#verdictAt(series, kind);
    this.#slabs.state[at] = Math.max(0, this.#slabs.state[at]! - 1);
  }

  /** Everything known of a series, as bytes that `restore` takes. */
  encode(series: number): Uint8Array {
    return encodeSeries(this.#slabs, series);
  }

  /** @returns false, and changes nothing, when the bytes are not of this version of the model */
  restore(series: number, bytes: Uint8Array): boolean {
    if (series >= this.#capacity) this.#grow(series);
    return decodeSeries(this.#slabs, series, bytes);
  }

  /** Makes the number free for another series. */
  forget(series: number): void {
    if (series >= this.#capacity) return;
    this.#slabs.state.fill(0, series * WORDS, (series + 1) * WORDS);
    this.#slabs.profile.fill(0, series * PROFILE_WORDS, (series + 1) * PROFILE_WORDS);
  }

  #updateEmpty(state: Float64Array, base: number, at: number): number {
    if (state[base + COUNT] === 0) return 0;
    this.#surprise.judgeGap(state, base, at);
    state[base + VALUE] = Number.NaN;
    const score = this.#score(state, base);
    this.#noteSince(state, base, state[base + LAST_AT]!, score, true);
    return score;
  }

  #score(state: Float64Array, base: number): number {
    const quiet = state[base + COUNT]! <= SETTINGS.quietRows;
    const score = quiet ? 0 : this.#novelty.score(state, base, this.#surprise.of);
    state[base + SCORE] = score;
    state[base + KIND] = score > 0 ? this.#novelty.kind + 1 : 0;
    return score;
  }

  /** Zero stands for "no deviation"; a series does not begin in 1970 by chance. */
  #noteSince(state: Float64Array, base: number, at: number, score: number, lasting: boolean): void {
    if (!lasting && score === 0) state[base + SINCE] = 0;
    else if (state[base + SINCE] === 0) state[base + SINCE] = at;
  }

  #verdictAt(series: number, kind: Kind): number {
    if (series >= this.#capacity) this.#grow(series);
    return series * WORDS + VERDICTS + KINDS.indexOf(kind);
  }

  #grow(series: number): void {
    this.#capacity = Math.max(series + 1, 2 * this.#capacity);
    this.#slabs = grown(this.#slabs, this.#capacity);
  }
}

function begin(state: Float64Array, base: number, at: number, value: number): void {
  state[base + ORIGIN] = value;
  state[base + FIRST_AT] = at;
  noteModel(state, base, at, 1, "first-seen");
}

import type { Baseline } from "./baseline.ts";
import { FLAT, KINDS, MISSING, SHIFT, SPIKE, SPREAD } from "./kind.ts";
import {
  COUNT,
  INTERVAL,
  LAST_AT,
  LAST_VALUE,
  LEVEL_TAILS,
  LEVELS,
  LONGEST_GAP,
  LONGEST_RUN,
  USUAL_GAP,
  USUAL_RUN,
  RUN,
  SCALE,
  SPREAD_TAILS,
  SPREADS,
  STEP_TAILS,
  TAIL_WORDS,
} from "./layout.ts";
import { SETTINGS } from "./settings.ts";
import { learnTail, surpriseOf, thresholdGain } from "./tail.ts";

const { halfLives } = SETTINGS;
/** Gains of exponential averages with those half-lives. */
const GAINS = halfLives.map((rows) => 1 - 2 ** (-1 / rows));
/** No run or gap says more than this: it is reported when it begins to be too long, not on and on as it grows. Nats. */
const MOST = 8;

/** How surprising a row is, for each kind of deviation, in nats. One object is used for all series. */
export class Surprise {
  readonly of: Float64Array = new Float64Array(KINDS.length);
  #rows = 0;
  #gain = 0;

  clear(): void {
    this.of.fill(0);
  }

  /** Judges a row by what was known before it, and learns it. */
  judge(state: Float64Array, base: number, baseline: Baseline): void {
    this.#rows = state[base + COUNT]!;
    this.#gain = thresholdGain(this.#rows);
    const scale = state[base + SCALE]!;
    const step = stepOf(baseline);
    this.#twoSided(state, base + STEP_TAILS, step, SPIKE, 0);
    for (let index = 0; index < GAINS.length; index++) {
      const level = base + LEVELS + index;
      const value = index === 0 ? baseline.residual : baseline.limited;
      state[level]! += GAINS[index]! * (value - state[level]!);
      const tails = base + LEVEL_TAILS + index * 2 * TAIL_WORDS;
      this.#twoSided(state, tails, state[level]!, index === 0 ? SPIKE : SHIFT, index * SETTINGS.levelHandicap);
    }
    // A floor, so that a value that repeats exactly is no spread of minus infinity.
    const size = Math.log(Math.abs(step) + 0.1 * scale + Number.MIN_VALUE);
    for (let index = 1; index < GAINS.length; index++) {
      const spread = base + SPREADS + index - 1;
      const gain = this.#rows < halfLives[index]! ? 1 / this.#rows : GAINS[index]!;
      state[spread]! += gain * (size - state[spread]!);
      const tails = base + SPREAD_TAILS + (index - 1) * 2 * TAIL_WORDS;
      this.#twoSided(state, tails, state[spread]!, SPREAD, SETTINGS.spreadHandicap);
    }
  }

  /** A run of one value against the longest and the usual run before it. */
  judgeRun(state: Float64Array, base: number, value: number): void {
    if (value === state[base + LAST_VALUE]!) {
      const run = (state[base + RUN]! += 1);
      // Whoever has hardly ever moved is not flat now.
      if (state[base + COUNT]! - run <= SETTINGS.quietRows) return;
      this.of[FLAT] = excessOf(run, state[base + LONGEST_RUN]!, state[base + USUAL_RUN]!, SETTINGS.usualRun);
      return;
    }
    const run = state[base + RUN]!;
    if (run > 0) state[base + USUAL_RUN]! += SETTINGS.runGain * (run - state[base + USUAL_RUN]!);
    state[base + LONGEST_RUN] = Math.max(state[base + LONGEST_RUN]!, run);
    state[base + RUN] = 0;
  }

  /** Rows that have not come until `at`, judged like runs. Learns nothing. */
  judgeGap(state: Float64Array, base: number, at: number): void {
    const missing = missingUntil(state, base, at);
    this.of[MISSING] = excessOf(missing, state[base + LONGEST_GAP]!, state[base + USUAL_GAP]!, SETTINGS.usualGap);
  }

  #twoSided(state: Float64Array, tails: number, value: number, kind: number, handicap: number): void {
    const rows = this.#rows;
    const up = surpriseOf(state, tails, value, rows) - handicap;
    const down = surpriseOf(state, tails + TAIL_WORDS, -value, rows) - handicap;
    if (up > this.of[kind]!) this.of[kind] = up;
    if (down > this.of[kind + 1]!) this.of[kind + 1] = down;
    learnTail(state, tails, value, rows, this.#gain);
    learnTail(state, tails + TAIL_WORDS, -value, rows, this.#gain);
  }
}

/** Learns how long it took until this row came: the usual interval like a median, and how many rows are missing when some are. */
export function learnGap(state: Float64Array, base: number, at: number): void {
  const passed = at - state[base + LAST_AT]!;
  if (!(passed > 0)) return;
  const usual = state[base + INTERVAL]!;
  if (usual === 0) {
    state[base + INTERVAL] = passed;
    return;
  }
  const missing = missingUntil(state, base, at);
  if (missing > 0) state[base + USUAL_GAP]! += SETTINGS.runGain * (missing - state[base + USUAL_GAP]!);
  state[base + LONGEST_GAP] = Math.max(state[base + LONGEST_GAP]!, missing);
  const gain = Math.max(1 / state[base + COUNT]!, SETTINGS.errorGain);
  state[base + INTERVAL] = usual * (passed > usual ? 1 + gain : passed < usual ? 1 - gain : 1);
}

function missingUntil(state: Float64Array, base: number, at: number): number {
  const usual = state[base + INTERVAL]!;
  return usual > 0 ? Math.max(0, Math.round((at - state[base + LAST_AT]!) / usual) - 1) : 0;
}

/**
 * Lengths are taken as geometric: beyond the longest so far, each further usual length is one nat. A series that never paused has
 * to pause for some times `least` before that means anything.
 */
function excessOf(length: number, longest: number, usual: number, least: number): number {
  if (length <= longest) return 0;
  return Math.min(MOST, Math.max(0, (length - longest) / Math.max(usual, least) - SETTINGS.runHandicap));
}

/** What is new in a residual beyond what persistence expects: none of it when it moves back to where it should be. */
function stepOf({ residual, carried, evenness }: Baseline): number {
  const step = residual - carried;
  if (step * residual <= 0) return 0;
  return (Math.abs(step) < Math.abs(residual) ? step : residual) * evenness;
}

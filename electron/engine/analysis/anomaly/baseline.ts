import {
  COUNT,
  DAY_ERROR,
  FIRST_AT,
  LAG_PRODUCT,
  LAG_SQUARE,
  LAST_RESIDUAL,
  LEARNED_AT,
  LEARNED_COUNT,
  LEVEL,
  LEVEL_ERROR,
  LEVELS,
  MODE,
  PROFILE_WORDS,
  REASON,
  SCALE,
  SHIFTED_ROWS,
  VERSION,
  WEEK_ERROR,
  WORDS,
} from "./layout.ts";
import type { Slabs } from "./slabs.ts";
import {
  clamp,
  COUNT_WORD,
  daySlotOf,
  learnDay,
  learnWeek,
  shiftProfile,
  SPREAD_WORD,
  VALUE_WORD,
  weekSlotOf,
} from "./profile.ts";
import { REASONS, type Reason } from "./kind.ts";
import { SETTINGS } from "./settings.ts";

const DAY_SECONDS = 86_400;
const LEVEL_ONLY = 0;
const DAILY = 1;
const WEEKLY = 2;
/** The longest half-life of the level. */
const LONGEST = 3;

/**
 * What a series should be now: a slow level, its profile of the day, or that of the week, whichever has erred least so far (so a
 * season is found, not told), with what a first-order autoregression of the residual adds. One object is used for all series; it
 * holds what the row in hand was compared with.
 */
export class Baseline {
  /** Value less what level or season say. */
  residual = 0;
  /** The same, as far as it may teach. */
  limited = 0;
  /** What persistence expects of the residual. */
  carried = 0;
  /** By how much steps at this time of day are to be multiplied to be like those at others. */
  evenness = 1;
  /** What level or season say. */
  #expected = 0;
  #daySlot = 0;
  #weekSlot = 0;
  #byLevel = 0;
  #byDay = 0;
  #byWeek = 0;
  #days = 0;
  #limit = 0;

  /** Compares a value (less the series' first one) with what was expected of it. Changes nothing but this object. */
  compare({ state, profile }: Slabs, index: number, at: number, offset: number): void {
    const base = index * WORDS;
    const from = index * PROFILE_WORDS;
    const level = state[base + LEVEL]!;
    const scale = state[base + SCALE]!;
    this.#daySlot = from + daySlotOf(at);
    this.#weekSlot = from + weekSlotOf(at);
    this.#days = (at - state[base + FIRST_AT]!) / DAY_SECONDS;
    const seen = profile[this.#daySlot + COUNT_WORD]!;
    this.#byLevel = level;
    this.#byDay = seen > 0 ? profile[this.#daySlot + VALUE_WORD]! : level;
    this.#byWeek = profile[this.#weekSlot + COUNT_WORD]! > 0 ? profile[this.#weekSlot + VALUE_WORD]! : this.#byDay;
    const mode = state[base + MODE]!;
    this.#expected = mode === WEEKLY ? this.#byWeek : mode === DAILY ? this.#byDay : level;
    this.#limit = state[base + COUNT]! > SETTINGS.settlingRows ? SETTINGS.residualLimit * scale : Number.MAX_VALUE;
    this.residual = offset - this.#expected;
    this.limited = clamp(this.residual, this.#limit);
    const square = state[base + LAG_SQUARE]!;
    const persistence = square > 0 ? clamp(Math.max(0, state[base + LAG_PRODUCT]! / square), 0.99) : 0;
    this.carried = persistence * clamp(state[base + LAST_RESIDUAL]!, this.#limit);
    const { hourShare } = SETTINGS;
    this.evenness = 1;
    if (mode !== LEVEL_ONLY && seen > 2) {
      const usual = (1 - hourShare) * scale + hourShare * profile[this.#daySlot + SPREAD_WORD]!;
      if (usual > 0) this.evenness = scale / usual;
    }
  }

  /** The value that was expected, less the series' first one. */
  get expected(): number {
    return this.#expected + this.carried;
  }

  /** Learns the value that was compared last. `rows`: how many have been seen, this one included. */
  learn(slabs: Slabs, index: number, at: number, offset: number, rows: number): void {
    const { state, profile } = slabs;
    const base = index * WORDS;
    const scale = state[base + SCALE]!;
    this.#learnErrors(state, base, offset, rows);
    const limit = rows > SETTINGS.settlingRows ? SETTINGS.residualLimit * scale : Number.MAX_VALUE;
    state[base + LEVEL]! += Math.max(1 / rows, SETTINGS.levelGain) * clamp(offset - state[base + LEVEL]!, limit);
    learnDay(profile, this.#daySlot, offset, this.residual, scale, this.#days);
    learnWeek(profile, this.#weekSlot, offset, scale, this.#days);
    const lag = Math.max(1 / rows, SETTINGS.persistenceGain);
    const before = clamp(state[base + LAST_RESIDUAL]!, this.#limit);
    state[base + LAG_PRODUCT]! += lag * (this.limited * before - state[base + LAG_PRODUCT]!);
    state[base + LAG_SQUARE]! += lag * (before * before - state[base + LAG_SQUARE]!);
    state[base + LAST_RESIDUAL] = this.residual;
    this.#chooseSeason(state, base, at, rows);
    relearnShift(slabs, index, at, rows);
  }

  /** Learns the typical residual, from what may teach alone: one outlier must not make all that follow look small. */
  learnScale(state: Float64Array, base: number, rows: number): void {
    const gain = Math.max(1 / rows, SETTINGS.scaleGain);
    state[base + SCALE]! += gain * (Math.abs(this.limited) - state[base + SCALE]!);
  }

  /** A season's error counts from when it can have been seen once; until then it is as good as what it would replace. */
  #learnErrors(state: Float64Array, base: number, offset: number, rows: number): void {
    const gain = Math.max(1 / rows, SETTINGS.errorGain);
    const most = SETTINGS.errorLimit * state[base + SCALE]!;
    state[base + LEVEL_ERROR]! +=
      gain * (Math.min(most, Math.abs(offset - this.#byLevel)) - state[base + LEVEL_ERROR]!);
    if (this.#days > 1)
      state[base + DAY_ERROR]! += gain * (Math.min(most, Math.abs(offset - this.#byDay)) - state[base + DAY_ERROR]!);
    else state[base + DAY_ERROR] = state[base + LEVEL_ERROR]!;
    if (this.#days > 7)
      state[base + WEEK_ERROR]! += gain * (Math.min(most, Math.abs(offset - this.#byWeek)) - state[base + WEEK_ERROR]!);
    else state[base + WEEK_ERROR] = state[base + DAY_ERROR]!;
  }

  #chooseSeason(state: Float64Array, base: number, at: number, rows: number): void {
    const mode = state[base + MODE]!;
    const { seasonGain, seasonLoss, dayAfterDays, weekAfterDays } = SETTINGS;
    const level = state[base + LEVEL_ERROR]!;
    const day = state[base + DAY_ERROR]!;
    const useDay = this.#days > dayAfterDays && day < level * (mode === LEVEL_ONLY ? seasonGain : seasonLoss);
    const without = useDay ? day : level;
    const useWeek =
      this.#days > weekAfterDays && state[base + WEEK_ERROR]! < without * (mode === WEEKLY ? seasonLoss : seasonGain);
    const best = useWeek ? WEEKLY : useDay ? DAILY : LEVEL_ONLY;
    if (best === mode) return;
    state[base + MODE] = best;
    noteModel(
      state,
      base,
      at,
      rows,
      best === WEEKLY ? "weekly-season" : best === DAILY ? "daily-season" : "season-lost",
    );
  }
}

/** Says that the model is another one from here on, and why. */
export function noteModel(state: Float64Array, base: number, at: number, rows: number, reason: Reason): void {
  state[base + VERSION]! += 1;
  state[base + LEARNED_AT] = at;
  state[base + LEARNED_COUNT] = rows;
  state[base + REASON] = REASONS.indexOf(reason);
}

/**
 * A level that stays far off is drift: after `driftRows` the baseline moves there as a whole, the shape of its seasons staying as it
 * is, instead of calling each row odd for ever.
 */
function relearnShift({ state, profile }: Slabs, index: number, at: number, rows: number): void {
  const base = index * WORDS;
  const shift = state[base + LEVELS + LONGEST]!;
  const far = SETTINGS.driftResiduals * state[base + SCALE]!;
  if (!(Math.abs(shift) > far) || rows < SETTINGS.quietRows) {
    state[base + SHIFTED_ROWS] = 0;
    return;
  }
  state[base + SHIFTED_ROWS]! += 1;
  if (state[base + SHIFTED_ROWS]! < SETTINGS.driftRows) return;
  state[base + LEVEL]! += shift;
  shiftProfile(profile, index * PROFILE_WORDS, shift);
  for (let scale = 0; scale <= LONGEST; scale++) state[base + LEVELS + scale]! -= shift;
  state[base + LAST_RESIDUAL]! -= shift;
  state[base + SHIFTED_ROWS] = 0;
  noteModel(state, base, at, rows, "level-moved");
}

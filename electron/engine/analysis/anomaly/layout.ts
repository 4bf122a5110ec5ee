import { KINDS } from "./kind.ts";

/** Where each number of a series lies in its part of the pool's two slabs. */

export const COUNT = 0;
export const FIRST_AT = 1;
export const LAST_AT = 2;
export const LAST_VALUE = 3;
export const LEVEL = 4;
export const SCALE = 5;
export const LEVEL_ERROR = 6;
export const DAY_ERROR = 7;
export const WEEK_ERROR = 8;
export const LAG_PRODUCT = 9;
export const LAG_SQUARE = 10;
export const LAST_RESIDUAL = 11;
/** 0 level, 1 daily profile, 2 weekly profile. */
export const MODE = 12;
export const INTERVAL = 13;
export const RUN = 14;
export const USUAL_RUN = 15;
export const LONGEST_RUN = 16;
export const USUAL_GAP = 17;
export const LONGEST_GAP = 18;
export const SHIFTED_ROWS = 19;
export const VERSION = 20;
export const LEARNED_AT = 21;
export const LEARNED_COUNT = 22;
export const REASON = 23;
export const REPORT_COUNT = 24;
export const REPORT_SURPRISE = 25;
export const SHARED_BAR = 26;
export const SINCE = 27;
export const EXPECTED = 28;
/** By how much steps at the newest row's time of day were multiplied. */
export const EVENNESS = 29;
/** Kind of the newest row plus one, 0 for none. */
export const KIND = 30;
export const SCORE = 31;
/** The first value; what is learned is relative to it. */
export const ORIGIN = 32;
/** The newest value, NaN when its row was empty. */
export const VALUE = 33;
export const BARS = 34;
export const VERDICTS = BARS + KINDS.length;
export const LEVELS = VERDICTS + KINDS.length;
export const SPREADS = LEVELS + 4;
/** Tails: two for the step, two for each half-life of the level, two for each of the spread but the first. */
export const TAIL_WORDS = 4;
export const STEP_TAILS = SPREADS + 3;
export const LEVEL_TAILS = STEP_TAILS + 2 * TAIL_WORDS;
export const SPREAD_TAILS = LEVEL_TAILS + 4 * 2 * TAIL_WORDS;
/** Words of eight bytes of one series. */
export const WORDS = SPREAD_TAILS + 3 * 2 * TAIL_WORDS;

export const DAY_SLOTS = 48;
export const WEEK_SLOTS = 168;
/** A slot of the day: value, rows learned, typical distance. One of the week: value, rows learned. */
export const DAY_WORDS = 3;
export const WEEK_WORDS = 2;
export const WEEK = DAY_SLOTS * DAY_WORDS;
/** Words of four bytes of one series: its profiles, relative to its first value. */
export const PROFILE_WORDS = WEEK + WEEK_SLOTS * WEEK_WORDS;

export const STATE_BYTES = WORDS * 8 + PROFILE_WORDS * 4;

import { KINDS, type Kind, type Reason, REASONS } from "./kind.ts";
import {
  COUNT,
  EVENNESS,
  EXPECTED,
  KIND,
  LAST_AT,
  LEARNED_AT,
  LEARNED_COUNT,
  MODE,
  REASON,
  SCORE,
  SINCE,
  STEP_TAILS,
  TAIL_WORDS,
  VALUE,
  VERSION,
} from "./layout.ts";
import { SETTINGS } from "./settings.ts";
import { reachOf } from "./tail.ts";

const SEASONS = ["none", "daily", "weekly"] as const;

/** What stands behind the newest score of a series. Times in seconds since 1970. */
export type AnomalyEvidence = {
  /** In [0, 1]; one half is the threshold that all series share. */
  score: number;
  /** None while nothing is out of the ordinary. */
  kind: Kind | null;
  /** None when the row was empty. */
  value: number | null;
  expected: number;
  /** Where all but about one row in a hundred lie; none while the series is too young. */
  band: { low: number; high: number } | null;
  /** When the deviation began; none while there is none. */
  since: number | null;
  /** Of the newest row with a value. */
  at: number;
  model: {
    version: number;
    /** Why it was learned anew, when, and how many rows ago. */
    reason: Reason;
    learnedAt: number;
    ageRows: number;
    season: (typeof SEASONS)[number];
  };
};

export function evidenceOf(state: Float64Array, base: number): AnomalyEvidence | undefined {
  const rows = state[base + COUNT]!;
  if (rows === 0) return undefined;
  const kind = state[base + KIND]!;
  const value = state[base + VALUE]!;
  return {
    score: state[base + SCORE]!,
    kind: kind === 0 ? null : KINDS[kind - 1]!,
    value: Number.isNaN(value) ? null : value,
    expected: state[base + EXPECTED]!,
    band: rows > SETTINGS.quietRows ? bandOf(state, base) : null,
    since: state[base + SINCE] === 0 ? null : state[base + SINCE]!,
    at: state[base + LAST_AT]!,
    model: {
      version: state[base + VERSION]!,
      reason: REASONS[state[base + REASON]!]!,
      learnedAt: state[base + LEARNED_AT]!,
      ageRows: rows - state[base + LEARNED_COUNT]!,
      season: SEASONS[state[base + MODE]!]!,
    },
  };
}

function bandOf(state: Float64Array, base: number): { low: number; high: number } {
  const expected = state[base + EXPECTED]!;
  const evenness = state[base + EVENNESS]!;
  const reach = (tail: number): number =>
    Math.max(0, reachOf(state, base + STEP_TAILS + tail, SETTINGS.bandShare)) / evenness;
  return { low: expected - reach(TAIL_WORDS), high: expected + reach(0) };
}

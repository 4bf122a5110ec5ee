/** Kinds of deviation, by their number in a series' state. Novelty and operators' verdicts are kept for each. */
export const KINDS = [
  "spike-up",
  "spike-down",
  "shift-up",
  "shift-down",
  "spread-up",
  "spread-down",
  "flat",
  "missing",
] as const;

export type Kind = (typeof KINDS)[number];

/** Why a series' model was last learned anew, by number. */
export const REASONS = ["first-seen", "daily-season", "weekly-season", "season-lost", "level-moved"] as const;

export type Reason = (typeof REASONS)[number];

export const SPIKE = 0;
export const SHIFT = 2;
export const SPREAD = 4;
export const FLAT = 6;
export const MISSING = 7;

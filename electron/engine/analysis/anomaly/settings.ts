/**
 * The one configuration for every series, whatever it measures and however often. Shares and gains are per row; a gain is
 * never below one over the number of rows seen, so that a young series learns quickly.
 */
export const SETTINGS = {
  /** Rows before anything is said. */
  quietRows: 175,
  /** Rows in which the tails find their place. */
  settlingRows: 60,
  /** Beyond this, an older series is treated as one of this age. */
  horizonRows: 16_384,
  /** Share of rows beyond a tail's threshold (Siffer et al. 2017). */
  tailShare: 0.02,
  /** Prior of the tail's shape, worth so many excesses; and the heaviest tail that is believed. */
  tailShape: 0.1,
  tailShapeWeight: 10,
  tailShapeMost: 0.4,
  /** Gains of a tail's threshold and of the mean and spread of what exceeds it. */
  tailThresholdGain: 0.002,
  tailExcessGain: 0.002,
  /** Half-lives, in rows, over which the level is watched; all but the first also for the spread. */
  halfLives: [1, 4, 16, 64],
  scaleGain: 0.001,
  levelGain: 0.0007,
  errorGain: 0.001,
  persistenceGain: 0.002,
  profileGain: 0.06,
  /** A residual counts as at most so many times the typical one where something is learned from it. */
  residualLimit: 12,
  profileLimit: 1.5,
  errorLimit: 6,
  /** A season is used when it errs less than this share of what is used without it, and left above the second. */
  seasonGain: 0.68,
  seasonLoss: 0.8,
  dayAfterDays: 2.5,
  weekAfterDays: 9,
  /** How much the typical residual of the time of day counts in judging a step; the rest is the series' own. */
  hourShare: 0.3,
  /** Least that a usual run of one value, and a usual gap, is taken for, in rows; gain of their means; nats they need beforehand. */
  usualRun: 4,
  usualGap: 2,
  runGain: 0.1,
  runHandicap: 2,
  /** Nats by which a longer half-life, and the spread, have to be more surprising: they are seldom alone. */
  levelHandicap: 0.15,
  spreadHandicap: 1.5,
  /** A shift of so many typical residuals, kept up for so many rows, is the new normal. */
  driftResiduals: 3,
  driftRows: 256,
  /** Nats a report adds to what its own kind needs from then on, and every other kind; how fast that fades with age. */
  ownBar: 0.5,
  sharedBar: 0.1,
  barFade: 2,
  /** After a report only what is worse by this is reported, for this share of the rows seen. */
  worseBy: 1.2,
  holdShare: 0.05,
  /** Nats above the bar that count as a report, and that make a score of one half. */
  reportAt: 1.5,
  halfScoreAt: 4.3,
  /** Nats that each "not an anomaly" adds to what its kind needs on that series. */
  verdictBar: 2,
  /** Share of steps that reach beyond the band that is shown; of the values themselves about ten times as many do. */
  bandShare: 0.001,
};

/**
 * When symptoms follow a fault: soon, a little later with every hop, and some much later. A mixture of two exponentials over the time
 * since the fault, in seconds; tools look once or twice a minute and wait, so the beginning is soft.
 */
const SLACK_S = 45;
const SOON_SHARE = 0.8;
export const LATE_SHARE = 1 - SOON_SHARE;
const SOON_MEAN_S = 120;
const SOON_MEAN_PER_HOP_S = 35;
const LATE_MEAN_S = 1200;
/** A symptom before the fault is as unlikely as clocks are wrong. */
const EARLY_SCALE_S = 15;

/** Densities are looked up by the second, from this long before the first sign to this long after it. */
const TABLE_FROM_S = -300;
const TABLE_TO_S = 4200;
const TABLE_HOPS = 10;
const table = new Float64Array(TABLE_HOPS * (TABLE_TO_S - TABLE_FROM_S));
for (let hops = 0; hops < TABLE_HOPS; hops++)
  for (let second = TABLE_FROM_S; second < TABLE_TO_S; second++)
    table[hops * (TABLE_TO_S - TABLE_FROM_S) + second - TABLE_FROM_S] = densityAt(second, hops);

/** Logarithm of the density per second. `lagMs` from the first sign of the fault, in full seconds, `hops` from its root. */
export function logDensity(lagMs: number, hops: number): number {
  const second = Math.round(lagMs / 1000);
  return second >= TABLE_FROM_S && second < TABLE_TO_S && hops < TABLE_HOPS
    ? table[hops * (TABLE_TO_S - TABLE_FROM_S) + second - TABLE_FROM_S]!
    : densityAt(second, hops);
}

function densityAt(lagS: number, hops: number): number {
  const seconds = lagS + SLACK_S;
  const mean = SOON_MEAN_S + SOON_MEAN_PER_HOP_S * hops;
  if (seconds < 0) return Math.log(SOON_SHARE / mean) + seconds / EARLY_SCALE_S;
  const soon = (SOON_SHARE / mean) * Math.exp(-seconds / mean);
  return Math.log(soon + ((1 - SOON_SHARE) / LATE_MEAN_S) * Math.exp(-seconds / LATE_MEAN_S));
}

/** Share of the symptoms that have shown after this time. */
export function shownBy(lagMs: number, hops: number): number {
  const seconds = lagMs / 1000;
  if (seconds <= 0) return 0;
  const mean = SOON_MEAN_S + SOON_MEAN_PER_HOP_S * hops;
  return 1 - SOON_SHARE * Math.exp(-seconds / mean) - (1 - SOON_SHARE) * Math.exp(-seconds / LATE_MEAN_S);
}

/** Share of the late symptoms that have shown after this time. */
export const shownLate = (lagMs: number): number => 1 - Math.exp(-Math.max(0, lagMs) / 1000 / LATE_MEAN_S);

/** The probability that a symptom with this lag is a late one. */
export function lateShare(lagMs: number, hops: number): number {
  const seconds = lagMs / 1000 + SLACK_S;
  if (seconds <= 0) return 0;
  const mean = SOON_MEAN_S + SOON_MEAN_PER_HOP_S * hops;
  const soon = (SOON_SHARE / mean) * Math.exp(-seconds / mean);
  const late = (LATE_SHARE / LATE_MEAN_S) * Math.exp(-seconds / LATE_MEAN_S);
  return late / (soon + late);
}

import { correlogram } from "./correlogram.ts";
import { seasonalProfile } from "./season.ts";

/** How often a season has to be seen: one that the calendar suggests, and any other. */
const LEAST_CYCLES = 2;
const LEAST_CYCLES_UNEXPECTED = 3;
/** Correlation at a whole cycle below which there is no season; half as much where a season is to be expected (a day, a week). */
const LEAST_CORRELATION = 0.3;
/** A shorter season explains what a longer one does if it correlates at least this share as much. */
const SHORTER_SHARE = 0.7;
/** Correlation from which a multiple that the calendar suggests is taken though it does not stand out: regressions weigh it themselves. */
const LEAST_HINT = 0.05;
/** How much better than its neighbours a multiple of the short season has to correlate to be a season itself. */
const STANDS_OUT = 0.1;

/**
 * Finds up to two seasons, the shorter first, in a series without gaps. They are where the correlogram peaks; the longer is a multiple
 * of the shorter that still stands out once the shorter is taken away.
 * @param expected lengths in steps that the calendar suggests; they need less evidence
 */
export function findSeasons(values: Float64Array, expected: readonly number[] = []): number[] {
  const most = Math.floor(values.length / LEAST_CYCLES);
  if (most < 3 || values.every((value) => value === values[0])) return [];
  const correlation = correlogram(values, most);
  const peaks = peaksOf(correlation, expected);
  if (peaks.length === 0) return [];
  const highest = Math.max(...peaks.map((lag) => correlation[lag]!));
  const main = peaks.find((lag) => correlation[lag]! >= SHORTER_SHARE * highest)!;
  const part = peaks.filter((lag) => main >= 3 * lag && main % lag === 0).at(-1);
  if (part !== undefined) return [part, main];
  const long = longerSeason(values, main, expected);
  return long === undefined ? [main] : [main, long];
}

/** Lags, ascending, at which the correlation peaks after having fallen. */
function peaksOf(correlation: Float64Array, expected: readonly number[]): number[] {
  const noise = 3 / Math.sqrt(2 * correlation.length);
  const peaks: number[] = [];
  let lowest = 1;
  for (let lag = 1; lag + 1 < correlation.length; lag++) {
    const value = correlation[lag]!;
    lowest = Math.min(lowest, value);
    const needed = Math.max(noise, neededAt(expected.includes(lag)));
    const isPeak = value >= correlation[lag - 1]! && value > correlation[lag + 1]!;
    if (isPeak && lag >= 2 && value >= needed && value - lowest >= STANDS_OUT) peaks.push(lag);
  }
  return peaks;
}

function longerSeason(values: Float64Array, short: number, expected: readonly number[]): number | undefined {
  const profile = seasonalProfile(values, values.length, short);
  const rest = values.map((value, at) => value - profile[at % short]!);
  const correlation = correlogram(rest, Math.floor(values.length / LEAST_CYCLES));
  const at = (cycles: number): number => correlation[cycles * short] ?? -1;
  let best: number | undefined;
  for (let cycles = 2; cycles * short < correlation.length; cycles++) {
    const isExpected = expected.includes(cycles * short);
    if (!isExpected && cycles * short * LEAST_CYCLES_UNEXPECTED > values.length) break;
    const value = at(cycles);
    const neighbours = Math.max(at(cycles - 1), at(cycles + 1));
    const standsOut = value >= neededAt(isExpected) && value >= neighbours + STANDS_OUT;
    if (standsOut && (best === undefined || value > at(best) + STANDS_OUT)) best = cycles;
  }
  if (best !== undefined) return best * short;
  return expected.find((lag) => lag > short && lag % short === 0 && at(lag / short) >= LEAST_HINT);
}

const neededAt = (isExpected: boolean): number => (isExpected ? LEAST_CORRELATION / 2 : LEAST_CORRELATION);

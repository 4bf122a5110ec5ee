import { seasonalProfile } from "./season.ts";
import type { Method } from "./method.ts";

/** Smoothing rates that are tried for the level. */
const RATES = [0.02, 0.05, 0.1, 0.2, 0.4, 0.7, 1];

type Deseasonalised = { rest: Float64Array; seasonAt: (at: number) => number };

/** The line that is followed from the last level: which share of the slope, over which last part of the history. */
type Line = { name: string; share: number; part: number };

/**
 * The seasons taken out, a smoothed level goes on along a line (exponential smoothing with drift, which the theta method is one of:
 * Hyndman and Billah, 2003).
 */
const following = ({ name, share, part }: Line): Method => ({
  name,
  fit(values, end, { seasons }) {
    if (end < 4) return undefined;
    const { rest, seasonAt } = deseasonalise(values, end, seasons);
    const from = Math.floor(end * (1 - part));
    const drift = share === 0 ? 0 : share * slopeOf(rest, from, end);
    const rate = bestRate(rest, drift);
    let smooth = rest[0]!;
    let at = 1;
    const learn = (known: Float64Array, until: number): void => {
      for (; at < until; at++) smooth += drift + rate * (known[at]! - seasonAt(at) - smooth - drift);
    };
    return {
      learn,
      forecast(known, origin, into) {
        learn(known, origin);
        for (let step = 0; step < into.length; step++)
          into[step] = smooth + drift * (step + 1) + seasonAt(origin + step);
      },
    };
  },
});

/** Stays where it is. */
export const level: Method = following({ name: "level", share: 0, part: 1 });

/** Goes on as in the last third: a leak. */
export const slope: Method = following({ name: "slope", share: 1, part: 0.35 });

function deseasonalise(values: Float64Array, end: number, seasons: readonly number[]): Deseasonalised {
  const usable = seasons.filter((season) => end >= 2 * season);
  const rest = values.slice(0, end);
  const profiles: Float64Array[] = [];
  for (const season of usable) {
    const profile = seasonalProfile(rest, end, season);
    profiles.push(profile);
    for (let at = 0; at < end; at++) rest[at]! -= profile[at % season]!;
  }
  return {
    rest,
    seasonAt: (at) => {
      let sum = 0;
      for (const profile of profiles) sum += profile[at % profile.length]!;
      return sum;
    },
  };
}

/** Slope of the line of least squares through values[from..to). */
function slopeOf(values: Float64Array, from: number, to: number): number {
  const centre = (from + to - 1) / 2;
  let above = 0;
  let below = 0;
  for (let at = from; at < to; at++) {
    above += (at - centre) * values[at]!;
    below += (at - centre) ** 2;
  }
  return below > 0 ? above / below : 0;
}

/** The rate of exponential smoothing with drift that makes the least one-step errors. */
function bestRate(rest: Float64Array, drift: number): number {
  let best = RATES[0]!;
  let least = Number.POSITIVE_INFINITY;
  for (const rate of RATES) {
    let smooth = rest[0]!;
    let squares = 0;
    for (let at = 1; at < rest.length; at++) {
      const surprise = rest[at]! - smooth - drift;
      squares += surprise * surprise;
      smooth += drift + rate * surprise;
    }
    if (squares < least) [least, best] = [squares, rate];
  }
  return best;
}

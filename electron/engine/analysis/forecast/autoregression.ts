import { LagRegression } from "./lagRegression.ts";
import type { Method } from "./method.ts";

const RIDGE = 1e-4;
/** The longest lag is at most this share of the history. */
const LONGEST_SHARE = 0.6;

/**
 * Autoregression on the last steps and on the same phase of earlier cycles (a subset ARIMA, Box and Jenkins, 1970, by ridge
 * regression), iterated to the horizon. The neighbours of a whole cycle let its phase drift, as with tides.
 */
export const autoregression: Method = {
  name: "autoregression",
  fit(values, end, { seasons }) {
    const regression = LagRegression.fit(values, end, lagsOf(seasons, end), RIDGE);
    if (regression === undefined) return undefined;
    return {
      learn: (known, until) => regression.learn(known, until),
      forecast(known, origin, into) {
        for (let step = 0; step < into.length; step++) into[step] = regression.predict(known, origin, into, step);
      },
    };
  },
};

/**
 * The same on what changed since one cycle ago, added to the cycle before. A level that has moved stays where it is, so a slow trend
 * under a season is followed instead of being pulled back to the mean.
 */
export const autoregressionOfChanges: Method = {
  name: "autoregressionOfChanges",
  fit(values, end, { seasons }) {
    const [cycle, long] = seasons;
    if (cycle === undefined || end <= cycle) return undefined;
    const changes = new Float64Array(values.length);
    for (let at = cycle; at < values.length; at++) changes[at] = values[at]! - values[at - cycle]!;
    const known = changes.subarray(cycle);
    const lags = [1, 2, 3, cycle - 1, cycle, cycle + 1, 2 * cycle, 3 * cycle, ...(long === undefined ? [] : [long])];
    const regression = LagRegression.fit(known, end - cycle, usable(lags, end - cycle), RIDGE);
    if (regression === undefined) return undefined;
    return {
      learn: (_values, until) => regression.learn(known, until - cycle),
      forecast(before, origin, into) {
        for (let step = 0; step < into.length; step++)
          into[step] = regression.predict(known, origin - cycle, into, step);
        for (let step = 0; step < into.length; step++) {
          into[step]! += step < cycle ? before[origin + step - cycle]! : into[step - cycle]!;
        }
      },
    };
  },
};

function lagsOf(seasons: readonly number[], end: number): number[] {
  const around = (lag: number): number[] => [lag - 1, lag, lag + 1];
  const [first, second] = seasons;
  const lags = [1, 2, 3];
  if (first !== undefined) lags.push(...around(first), 2 * first);
  if (first !== undefined && second !== undefined) lags.push(second - first, ...around(second));
  return usable(lags, end);
}

/** Ascending, each once, none that leaves too few rows. */
const usable = (lags: readonly number[], end: number): number[] =>
  [...new Set(lags.filter((lag) => lag >= 1 && lag < end * LONGEST_SHARE))].toSorted((a, b) => a - b);

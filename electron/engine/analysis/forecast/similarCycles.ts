import { LagRegression } from "./lagRegression.ts";
import type { Method } from "./method.ts";

const RIDGE = 1e-3;
const LONGEST_SHARE = 0.6;
/** Cycles ahead that have a regression of their own; later ones go on with the last. */
const MOST_CYCLES = 4;

/**
 * Each coming cycle is regressed directly on the same phase of the last cycles and of the cycles one long season ago (similar-day
 * forecasting of electric load). Direct forecasts, one regression for each cycle ahead, do not pile up errors as iterated ones do.
 */
export const similarCycles: Method = {
  name: "similarCycles",
  fit(values, end, { seasons, horizon }) {
    const [short, long] = seasons;
    if (short === undefined) return undefined;
    const regressions: LagRegression[] = [];
    for (let cycle = 1; cycle <= Math.min(MOST_CYCLES, Math.ceil(horizon / short)); cycle++) {
      const regression = LagRegression.fit(values, end, lagsOf(cycle, short, long, end), RIDGE);
      if (regression === undefined) break;
      regressions.push(regression);
    }
    if (regressions.length === 0) return undefined;
    return {
      learn: (known, until) => regressions.forEach((regression) => regression.learn(known, until)),
      forecast(known, origin, into) {
        for (let step = 0; step < into.length; step++) {
          const cycle = Math.min(Math.floor(step / short), regressions.length - 1);
          into[step] = regressions[cycle]!.predict(known, origin, into, step);
        }
      },
    };
  },
};

function lagsOf(cycle: number, short: number, long: number | undefined, end: number): number[] {
  const lags = [short * cycle, short * (cycle + 1)];
  if (long !== undefined) lags.push(long, long + short * cycle, 2 * long);
  return [...new Set(lags)].filter((lag) => lag < end * LONGEST_SHARE);
}

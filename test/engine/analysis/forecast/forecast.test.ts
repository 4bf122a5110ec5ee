import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { crossingOf } from "../../../../electron/engine/analysis/forecast/crossing.ts";
import { forecast, type Forecast } from "../../../../electron/engine/analysis/forecast/forecast.ts";
import { aSeries } from "../../../builders/series.ts";

const HOURLY = { horizon: 48, calendar: [24, 168] };

function known(history: ArrayLike<number>, horizon = 48): Forecast {
  const answer = forecast(history, { ...HOURLY, horizon });
  if (answer === undefined) throw new Error("nothing is known");
  return answer;
}

const numbersOf = ({ point, lower, upper, courses }: Forecast): number[] =>
  [point, lower, upper, ...courses].flatMap((part) => [...part]);

function meanError(point: Float64Array, truth: Float64Array): number {
  return point.reduce((sum, value, step) => sum + Math.abs(value - truth[step]!), 0) / point.length;
}

describe("a forecast", () => {
  it("follows a daily and a weekly season at once, to within the noise", () => {
    const series = aSeries({ count: 720, noise: 1 });
    const { point, seasons, knowledge } = known(series.subarray(0, 672));
    expect({ seasons, knowledge }).toEqual({ seasons: [24, 168], knowledge: "enough" });
    expect(meanError(point, series.subarray(672))).toBeLessThan(1.5);
  });

  it("goes on along a leak under a season", () => {
    const series = aSeries({ count: 720, week: 0, slope: 0.3 });
    expect(meanError(known(series.subarray(0, 672)).point, series.subarray(672))).toBeLessThan(3);
  });

  it("does not take a season for a trend: after its lowest hour it does not go on falling", () => {
    const series = aSeries({ count: 24 * 28 + 18, week: 0, noise: 0.5 });
    expect(Math.min(...known(series).point)).toBeGreaterThan(75);
  });

  it("finds a season that is no day", () => {
    const series = Float64Array.from({ length: 400 }, (_, step) => (step % 7 === 3 ? 9 : 1));
    const { seasons, point } = known(series, 14);
    expect(seasons[0]).toBe(7);
    expect([...point].map(Math.round)).toEqual(
      Array.from({ length: 14 }, (_, step) => ((400 + step) % 7 === 3 ? 9 : 1)),
    );
  });

  it("says the same of the same values, and of a copy of them", () => {
    const series = aSeries({ seed: 7 });
    expect(known(series)).toEqual(known([...series]));
  });

  it("keeps a constant constant, and is sure of it", () => {
    const { point, lower, upper } = known(new Float64Array(300).fill(42));
    expect([point, lower, upper].map((part) => [...new Set(part)])).toEqual([[42], [42], [42]]);
  });

  it("knows nothing without a value", () => {
    expect(forecast([], HOURLY)).toBeUndefined();
    expect(forecast([Number.NaN, Number.POSITIVE_INFINITY], HOURLY)).toBeUndefined();
  });

  it("is a number everywhere for any finite or missing input", () => {
    const value = fc.oneof(
      { weight: 8, arbitrary: fc.double({ min: -1e9, max: 1e9, noNaN: true }) },
      { weight: 1, arbitrary: fc.constant(Number.NaN) },
      { weight: 1, arbitrary: fc.constantFrom(0, 1e-12, 1e12) },
    );
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1, maxLength: 150 }),
        fc.integer({ min: 1, max: 60 }),
        (history, horizon) => {
          const answer = forecast(history, { ...HOURLY, horizon });
          if (!history.some(Number.isFinite)) return answer === undefined;
          return numbersOf(answer!).every(Number.isFinite) && answer!.point.length === horizon;
        },
      ),
      { numRuns: 150 },
    );
  });

  it("bridges gaps: with a tenth of the values missing it is nearly as good", () => {
    const series = aSeries({ count: 720, noise: 1 });
    const holed = series.slice(0, 672).map((value, at) => (at % 10 === 3 ? Number.NaN : value));
    expect(meanError(known(holed).point, series.subarray(672))).toBeLessThan(2);
  });

  it("never says less than nothing of what never was negative", () => {
    const series = aSeries({ level: 5, day: 5, week: 0, noise: 2, seed: 3 }).map((value) => Math.max(0, value));
    expect(Math.min(...numbersOf(known(series)))).toBeGreaterThanOrEqual(0);
  });
});

describe("what a forecast admits", () => {
  it("is unknown on the first day, little on the second, enough from the third on", () => {
    const series = aSeries();
    const after = (hours: number) => known(series.subarray(0, hours)).knowledge;
    expect([after(1), after(23), after(24), after(47), after(48)]).toEqual([
      "unknown",
      "unknown",
      "little",
      "little",
      "enough",
    ]);
  });

  it("is wide while it knows little: the interval holds the whole season that it has not seen twice", () => {
    const series = aSeries({ count: 700, week: 0 });
    for (const hours of [6, 12, 20, 30, 40]) {
      const { lower, upper } = known(series.subarray(0, hours));
      const inside = [...lower].filter((low, step) => {
        const value = series[hours + step]!;
        return low <= value && value <= upper[step]!;
      });
      expect([hours, inside.length]).toEqual([hours, expect.toSatisfy((count: number) => count >= 40)]);
    }
  });

  it("holds nine of ten values in its interval", () => {
    let inside = 0;
    for (let seed = 1; seed <= 20; seed++) {
      const series = aSeries({ count: 720, seed });
      const { lower, upper } = known(series.subarray(0, 672));
      for (let step = 0; step < 48; step++) {
        if (series[672 + step]! >= lower[step]! && series[672 + step]! <= upper[step]!) inside++;
      }
    }
    const share = inside / (20 * 48);
    expect(share).toBeGreaterThan(0.85);
    expect(share).toBeLessThan(0.97);
  });
});

describe("a limit", () => {
  it("that a leak reaches is expected at the right time", () => {
    const series = aSeries({ week: 0, slope: 0.3, noise: 1 });
    const limit = 100 + 0.3 * (672 + 100);
    const found = crossingOf(known(series, 240), limit, "above");
    expect(found?.probability).toBeGreaterThan(0.95);
    // The peaks of the days reach it before the level does: about 100 - 20 / 0.3 hours ahead.
    expect(found?.likely).toBeGreaterThan(15);
    expect(found?.likely).toBeLessThan(65);
  });

  it("that only a season comes near to is not expected", () => {
    const found = crossingOf(known(aSeries({ week: 0, noise: 1 })), 130, "above");
    expect(found?.probability).toBeLessThan(0.1);
    expect(found?.likely).toBeUndefined();
  });

  it("below is the mirror of the one above", () => {
    const series = aSeries({ level: 400, week: 0, slope: -0.3, noise: 1 });
    expect(crossingOf(known(series, 240), 150, "below")?.probability).toBeGreaterThan(0.9);
    expect(crossingOf(known(series, 240), 60, "below")?.probability).toBeLessThan(0.1);
  });

  it("gets no probability on the first day", () => {
    expect(crossingOf(known(aSeries({ count: 20 })), 100, "above")).toBeUndefined();
  });

  it("becomes no less likely with time", () => {
    const { byStep } = crossingOf(known(aSeries({ noise: 6 })), 118, "above")!;
    expect([...byStep]).toEqual([...byStep].toSorted((a, b) => a - b));
  });
});

it("forecasts the same from one version to the next", async () => {
  const { point, lower, upper, seasons, methods } = known(aSeries({ count: 504, slope: 0.05, seed: 11 }), 24);
  const rows = [...point].map((value, step) =>
    [value, lower[step]!, upper[step]!].map((part) => part.toFixed(6)).join(","),
  );
  const shares = methods.map(({ method, share }) => `${method},${share.toFixed(6)}`);
  const text = [`seasons,${seasons.join("+")}`, ...shares, ...rows, ""].join("\n");
  await expect(text).toMatchFileSnapshot("../../../golden/forecast.csv");
});

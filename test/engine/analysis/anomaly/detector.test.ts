import { describe, expect, it } from "vitest";
import { AnomalyDetector } from "../../../../electron/engine/analysis/anomaly/detector.ts";
import { aMetric, type Fault, type MetricRow, type MetricShape } from "../../../builders/metricSeries.ts";

const REPORT = 0.5;
const AT = 3000;

function scoresOf(rows: readonly MetricRow[], detector = new AnomalyDetector(1)): number[] {
  return rows.map(({ at, value }) => detector.update(0, at, value));
}

/** Rows, by their place among all, that are reported. */
const reportsOf = (rows: readonly MetricRow[]): number[] =>
  scoresOf(rows).flatMap((score, row) => (score >= REPORT ? [row] : []));

describe("a fault is reported soon after it begins", () => {
  const cases: [Fault, number, number][] = [
    ["spike", 1, 1],
    ["dip", 1, 1],
    ["level", 200, 3],
    ["spread", 200, 40],
    ["season", 200, 40],
    ["flat", 200, 40],
  ];
  it.each(cases)("%s of %i rows within %i", (fault, rows, within) => {
    const reports = reportsOf(aMetric({ faults: [{ fault, from: AT, rows }] }));
    expect(reports.some((row) => row >= AT && row < AT + within)).toBe(true);
  });

  it("rows that do not come are missed when the next one comes, and before, by asking", () => {
    const rows = aMetric({ faults: [{ fault: "gap", from: AT, rows: 30 }] });
    const detector = new AnomalyDetector(1);
    scoresOf(rows.slice(0, AT), detector);
    expect(detector.update(0, rows[AT - 1]!.at + 900, Number.NaN)).toBe(0);
    expect(detector.update(0, rows[AT - 1]!.at + 9000, Number.NaN)).toBeGreaterThan(REPORT);
    expect(detector.explain(0)).toMatchObject({ kind: "missing", value: null, since: rows[AT - 1]!.at });
    expect(reportsOf(rows)).toContain(AT);
  });
});

describe("what is normal", () => {
  it("is reported about as seldom whatever the series is like: less than one row in two hundred", () => {
    const grounds = ["noise", "daily", "weekly", "walk", "counts"] as const;
    const rates = grounds.map((ground) => {
      const reports = [1, 2, 3, 4].map((seed) => reportsOf(aMetric({ ground, seed })).length);
      return reports.reduce((sum, count) => sum + count, 0) / (4 * 4032);
    });
    for (const rate of rates) expect(rate).toBeLessThan(1 / 200);
  });

  it("is not known to a new series, which is quiet", () => {
    const wild = aMetric({ count: 120, faults: [{ fault: "spike", from: 60, rows: 1 }] });
    expect(reportsOf(wild)).toEqual([]);
  });

  it.each([
    ["never changes", () => 45],
    ["changes between two values each day", (row: number) => (row % 288 < 144 ? 20 : 80)],
  ])("for a series that %s, is just that", (_, valueOf) => {
    const rows = aMetric({ count: 4032 }).map(({ at }, row) => ({ at, value: valueOf(row) }));
    expect(reportsOf(rows).filter((row) => row > 1500)).toEqual([]);
  });
});

describe("a season is found", () => {
  const cases: [MetricShape["ground"], number, number, "daily" | "weekly"][] = [
    ["daily", 60, 6 * 1440, "daily"],
    ["daily", 300, 4032, "daily"],
    ["daily", 3600, 672, "daily"],
    ["weekly", 900, 5 * 672, "weekly"],
    ["weekly", 3600, 5 * 168, "weekly"],
  ];
  it.each(cases)("%s, a row each %i s, after %i rows", (ground, interval, count, season) => {
    const detector = new AnomalyDetector(1);
    scoresOf(aMetric({ ground, interval, count }), detector);
    expect(detector.explain(0)!.model).toMatchObject({ season, reason: `${season}-season` });
  });

  it("but not where there is none", () => {
    const detector = new AnomalyDetector(1);
    scoresOf(aMetric({ ground: "noise" }), detector);
    expect(detector.explain(0)!.model).toMatchObject({
      season: "none",
      version: 1,
      reason: "first-seen",
      ageRows: 4031,
    });
  });
});

describe("evidence", () => {
  it("says what was expected, what came, since when and what kind it is", () => {
    const rows = aMetric({ faults: [{ fault: "level", from: AT, rows: 200 }] });
    const detector = new AnomalyDetector(1);
    scoresOf(rows.slice(0, AT), detector);
    const before = detector.explain(0)!;
    expect(before).toMatchObject({ kind: null, since: null, at: rows[AT - 1]!.at, value: rows[AT - 1]!.value });
    expect(before.band!.low).toBeLessThan(before.expected);
    expect(before.band!.high).toBeGreaterThan(before.expected);
    scoresOf(rows.slice(AT, AT + 3), detector);
    const after = detector.explain(0)!;
    expect(after.since).toBe(rows[AT]!.at);
    expect(after.value! - after.expected).toBeGreaterThan(0);
  });

  it("has a band that holds nearly all that is normal", () => {
    const detector = new AnomalyDetector(1);
    const rows = aMetric();
    let outside = 0;
    rows.forEach(({ at, value }, row) => {
      detector.update(0, at, value);
      const { low, high } = detector.explain(0)!.band ?? { low: -Infinity, high: Infinity };
      // Its season is known by then.
      if (row >= 1000 && (value < low || value > high)) outside++;
    });
    expect(outside / (rows.length - 1000)).toBeLessThan(0.02);
  });

  it("is not there before the first row", () => {
    expect(new AnomalyDetector(1).explain(0)).toBeUndefined();
    expect(new AnomalyDetector(1).explain(7)).toBeUndefined();
  });
});

it("learns anew what has moved for good, and says when and why", () => {
  const moved = aMetric({ ground: "noise", faults: [{ fault: "level", from: AT, rows: 5000 }] });
  const detector = new AnomalyDetector(1);
  scoresOf(moved, detector);
  const { model, expected } = detector.explain(0)!;
  expect(model).toMatchObject({ version: 2, reason: "level-moved" });
  expect(model.learnedAt).toBeGreaterThan(moved[AT]!.at);
  expect(expected).toBeGreaterThan(130);
});

it("takes an operator's word that something is no anomaly, for that kind on that series, until it is withdrawn", () => {
  const rows = aMetric({ faults: [{ fault: "level", from: AT, rows: 200 }] });
  const known = new AnomalyDetector(3);
  for (const series of [0, 1, 2]) for (const { at, value } of rows.slice(0, AT)) known.update(series, at, value);
  for (let verdict = 0; verdict < 20; verdict++) {
    known.accept(1, "spike-up");
    known.accept(2, "spike-up");
  }
  for (let verdict = 0; verdict < 20; verdict++) known.withdraw(2, "spike-up");
  const [untold, told, undone] = [0, 1, 2].map((series) => known.update(series, rows[AT]!.at, rows[AT]!.value));
  expect(told).toBeLessThan(untold!);
  expect(undone).toBe(untold);
});

it("grows as series come, and a number that was let go of begins anew", () => {
  const rows = aMetric({ count: 600, faults: [{ fault: "spike", from: 500, rows: 1 }] });
  const alone = scoresOf(rows);
  const many = new AnomalyDetector(1);
  scoresOf(rows, many);
  many.forget(0);
  expect(many.explain(0)).toBeUndefined();
  expect(rows.map(({ at, value }) => many.update(0, at, value))).toEqual(alone);
  expect(rows.map(({ at, value }) => many.update(1000, at, value))).toEqual(alone);
});

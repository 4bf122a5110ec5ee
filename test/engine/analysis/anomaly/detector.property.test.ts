import { expect, it } from "vitest";
import { AnomalyDetector } from "../../../../electron/engine/analysis/anomaly/detector.ts";
import { aMetric, type MetricRow } from "../../../builders/metricSeries.ts";
import { seeded } from "../../../builders/series.ts";

const faulty = (seed: number): MetricRow[] =>
  aMetric({
    seed,
    count: 2500,
    faults: [
      { fault: "spike", from: 900, rows: 2 },
      { fault: "gap", from: 1200, rows: 20 },
      { fault: "level", from: 1500, rows: 400 },
    ],
  });

const scoresOf = (rows: readonly MetricRow[]): number[] => {
  const detector = new AnomalyDetector(1);
  return rows.map(({ at, value }) => detector.update(0, at, value));
};

it("scores the beginning of a series as the beginning of its scores", () => {
  const rows = faulty(1);
  const all = scoresOf(rows);
  for (const length of [1, 174, 176, 901, 1501, 2400])
    expect(scoresOf(rows.slice(0, length))).toEqual(all.slice(0, length));
});

it("gives the same scores however series lie between one another, and in whatever batches they come", () => {
  const series = [1, 2, 3, 4].map(faulty);
  const alone = series.map(scoresOf);
  const random = seeded(9);
  const together = new AnomalyDetector(2);
  const scores: number[][] = series.map(() => []);
  while (scores.some((done, index) => done.length < series[index]!.length)) {
    const index = Math.floor(random() * series.length);
    const batch = Math.floor(random() * 50);
    for (const { at, value } of series[index]!.slice(scores[index]!.length, scores[index]!.length + batch))
      scores[index]!.push(together.update(index, at, value));
  }
  expect(scores).toEqual(alone);
});

it("goes on to the bit from a checkpoint, taken anywhere, in another place", () => {
  const rows = faulty(5);
  const all = scoresOf(rows);
  for (const cut of [0, 1, 19, 175, 900, 1210, 1700]) {
    const before = new AnomalyDetector(1);
    for (const { at, value } of rows.slice(0, cut)) before.update(0, at, value);
    const after = new AnomalyDetector(1);
    const bytes = before.encode(0);
    expect(after.restore(3, bytes)).toBe(true);
    expect(after.encode(3)).toEqual(bytes);
    expect(rows.slice(cut).map(({ at, value }) => after.update(3, at, value))).toEqual(all.slice(cut));
  }
});

it("refuses bytes of another version or size, and keeps what it knows", () => {
  const detector = new AnomalyDetector(1);
  detector.update(0, 0, 1);
  const kept = detector.encode(0);
  const other = kept.slice();
  other[0] = 200;
  expect(detector.restore(0, other)).toBe(false);
  expect(detector.restore(0, kept.slice(1))).toBe(false);
  expect(detector.encode(0)).toEqual(kept);
});

it("needs at most 4 kB for a series, however long it is", () => {
  const detector = new AnomalyDetector(1);
  expect(detector.encode(0).length).toBeLessThanOrEqual(4096);
  for (const { at, value } of faulty(6)) detector.update(0, at, value);
  expect(detector.encode(0).length).toBeLessThanOrEqual(4096);
});

it("gives a number in 0 to 1 for whatever comes", () => {
  const random = seeded(3);
  const odd = [0, -0, 1e-320, -1e-300, 1e308, -1e308, 1e37, Number.NaN, Number.POSITIVE_INFINITY, Number.MAX_VALUE];
  for (const oddness of [0.01, 0.3, 1]) {
    const detector = new AnomalyDetector(1);
    let at = 0;
    for (let row = 0; row < 4000; row++) {
      at += random() < 0.1 ? 0 : random() < 0.05 ? -1000 : random() * 1e4;
      const value = random() < oddness ? odd[Math.floor(random() * odd.length)]! : random();
      const score = detector.update(0, at, value);
      if (!(score >= 0 && score <= 1)) expect.fail(`row ${row}, value ${value}: ${score}`);
      const { expected, band } = detector.explain(0) ?? { expected: 0, band: null };
      if (!Number.isFinite(expected) || Number.isNaN(band?.low ?? 0))
        expect.fail(`row ${row}, value ${value}: no evidence`);
    }
  }
});

import { expect, it } from "vitest";
import {
  pixelOf,
  rowTop,
  tickStep,
  ticksOf,
  timeAt,
  wholeRange,
  zoomTo,
} from "../../../../renderer/features/timeline/geometry.ts";
import { hitAt } from "../../../../renderer/features/timeline/hit.ts";
import { placeMarks } from "../../../../renderer/features/timeline/marks.ts";
import { metricAxis, splitByBand, valueAt } from "../../../../renderer/features/timeline/metrics.ts";
import { aBar, aMetric, aTimeline, aTimelineMark, aTimelineRow } from "../../../builders/timeline.ts";

const range = { from: 0, to: 3_600_000 };
const MINUTE = 60_000;

it("reads back the moment that a pixel was drawn for, and stays inside at both edges", () => {
  for (const at of [0, 1_234_567, 3_600_000])
    expect(Math.abs(timeAt(pixelOf(at, 900, range), 900, range) - at)).toBeLessThanOrEqual(1);
  expect([timeAt(-50, 900, range), timeAt(5_000, 900, range)]).toEqual([0, 3_600_000]);
});

it("takes less than a second for a slip of the hand, and a drag to the left as well as to the right", () => {
  expect(zoomTo(5_000, 5_999)).toBeNull();
  expect(zoomTo(6_000, 5_000)).toEqual({ from: 5_000, to: 6_000 });
});

it("sets grid lines at round times of the clock that is shown", () => {
  expect(tickStep(range, 900)).toBe(10 * MINUTE);
  const halfHourAhead = ticksOf({ from: 7 * MINUTE, to: 200 * MINUTE }, 400, 30 * MINUTE);
  expect(
    halfHourAhead.every((at) => (at + 30 * MINUTE) % tickStep({ from: 7 * MINUTE, to: 200 * MINUTE }, 400) === 0),
  ).toBe(true);
  expect(ticksOf(range, 900, 0)).toContain(0);
});

it("leaves room right of the last moment", () => {
  expect(wholeRange({ from: 0, to: 100_000 })).toEqual({ from: 0, to: 103_000 });
});

it("gives the marks of one moment one shape and all their words", () => {
  const both = [aTimelineMark(100, "Opened"), aTimelineMark(101, "Probable cause known")];
  expect(placeMarks(both, range, 900)).toEqual([
    expect.objectContaining({ at: 100, words: "Opened · Probable cause known", side: "right", level: 0 }),
  ]);
});

it("lets no words cover a mark or other words", () => {
  const crowd = Array.from({ length: 30 }, (_, index) =>
    aTimelineMark(index * 2 * MINUTE, `what happened at ${index}`),
  );
  const spans = placeMarks(crowd, range, 900).map(({ at, words, side, level }) => {
    const x = pixelOf(at, 900, range);
    const room = words === "" ? 8 : 16 + words.length * 6;
    return { level, from: side === "right" ? x - 8 : x - room, to: side === "right" ? x + room : x + 8 };
  });
  for (const [index, one] of spans.entries())
    for (const other of spans.slice(index + 1))
      expect(one.level === null || one.level !== other.level || one.to <= other.from || other.to <= one.from).toBe(
        true,
      );
  expect(Math.max(...spans.map(({ to }) => to))).toBeLessThanOrEqual(900);
});

it("puts words left of a mark at the right edge, and gives the suspect change its words before all others", () => {
  expect(placeMarks([aTimelineMark(range.to - 1000, "Severity rose to critical")], range, 900)[0]?.side).toBe("left");
  const near = [0, 1, 2, 3].map((index) => aTimelineMark(index * 2 * MINUTE, `a long story of step ${index}`));
  const placed = placeMarks(
    [...near, { ...aTimelineMark(8 * MINUTE, "v2.14.0"), kind: "change", suspect: true }],
    range,
    400,
  );
  expect(placed.find(({ suspect }) => suspect)?.words).toBe("v2.14.0");
});

it("draws no mark outside of what is shown", () => {
  expect(placeMarks([aTimelineMark(-1, "before"), aTimelineMark(3_600_001, "after")], range, 900)).toEqual([]);
});

it("parts a metric where it leaves its usual range, so that both lines meet", () => {
  const values = [1, 1, 9, 9, 1];
  const { quiet, bad } = splitByBand(
    aMetric({ points: values.map((value, at) => [at, value]), expected: { low: 0, high: 2 } }),
  );
  expect(quiet.map(([, value]) => value)).toEqual([1, 1, null, null, 1]);
  expect(bad.map(([, value]) => value)).toEqual([null, 1, 9, 9, 1]);
});

it("takes one value outside for noise, and goes by the limit where no range is known", () => {
  const lone = splitByBand(aMetric({ points: [[0, 1], [1, 9], [2, 1]], expected: { low: 0, high: 2 } })); // prettier-ignore
  expect(lone.bad.every(([, value]) => value === null)).toBe(true);
  const limited = splitByBand(aMetric({ points: [[0, 5], [1, 6], [2, 6]], threshold: 5 })); // prettier-ignore
  expect(limited.quiet.map(([, value]) => value)).toEqual([5, null, null]);
});

it("begins an axis at zero, or below when values do, and never without a height", () => {
  expect(metricAxis(aMetric({ points: [[0, 399]], threshold: 380 }))).toEqual({ low: 0, high: 400 });
  expect(metricAxis(aMetric({ points: [[0, -5], [1, 3]] }))).toEqual({ low: -5, high: 3 }); // prettier-ignore
  expect(metricAxis(aMetric())).toEqual({ low: 0, high: 1 });
});

it("reads the value that held at a moment", () => {
  const points: [number, number | null][] = [[10, 1], [20, null], [30, 3]]; // prettier-ignore
  expect([valueAt(points, 9), valueAt(points, 10), valueAt(points, 25), valueAt(points, 99)]).toEqual([
    null,
    1,
    null,
    3,
  ]);
});

it("says what stands under the pointer: a bar in its row, a mark above, nothing on empty ground", () => {
  const timeline = aTimeline({
    rows: [aTimelineRow("orders-db", "connections", [aBar(600_000, 1_200_000)])],
    marks: [aTimelineMark(1_800_000, "A. Lindqvist acknowledged")],
  });
  const at = (time: number, y: number) => hitAt(timeline, pixelOf(time, 900, range), y, 900, range);
  expect(at(900_000, rowTop(0) + 5)).toMatchObject({
    title: "orders-db · connections",
    lines: ["critical, firing", expect.stringContaining("10 min")],
  });
  expect(at(3_000_000, rowTop(0) + 5)).toBeNull();
  expect(at(1_800_000, 10)?.title).toBe("A. Lindqvist acknowledged");
});

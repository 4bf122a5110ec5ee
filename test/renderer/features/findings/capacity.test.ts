import { expect, it } from "vitest";
import type { CapacityDetail } from "../../../../shared/contract/capacity.ts";
import {
  chanceWords,
  crossingWords,
  evidenceOf,
  leftWords,
  moreWords,
  storyWords,
} from "../../../../renderer/features/findings/capacityWords.ts";
import { emptyWords, headline } from "../../../../renderer/features/findings/capacityList.ts";
import { axisOf, drawingOf, stepAt } from "../../../../renderer/features/findings/forecastDrawing.ts";
import { quantity } from "../../../../renderer/features/findings/quantity.ts";
import { ahead, setZone, whenReached } from "../../../../renderer/ui/index.ts";
import { aForecast, DAY, HOUR } from "../../../builders/capacity.ts";
import { BEGIN } from "../../../builders/findings.ts";

setZone("utc");
const NOW = BEGIN;
const aRow = (more: Partial<CapacityDetail> = {}): CapacityDetail => ({
  ...aForecast({ horizonMs: 7 * DAY }),
  ...{ name: "Disk /data", unit: "%", entityName: "db-3", sourceId: "prom", findingId: null },
  ...{ dismissedBy: null, dismissedAt: null },
  ...more,
});

it("says when, how sure and between when, as far as that is known", () => {
  expect(storyWords(aRow(), NOW)).toBe("reaches 90 % in about 9 h 00, 80 % sure");
  expect(moreWords(aRow(), NOW)).toBe(
    "Most likely at 09:00; eight of ten courses lie between 6 h 00 and 15 h 00 from now.",
  );
  expect(leftWords(aRow(), NOW)).toEqual({ when: "in 9 h 00", range: "6 h 00 to 15 h 00" });
  expect(leftWords(aRow({ lateAt: null }), NOW).range).toBe("from 6 h 00 on");
  const never = { likelyAt: null, lateAt: null, probability: 0.3 };
  expect(leftWords(aRow(never), NOW)).toEqual({ when: "not in 7 d", range: "from 6 h 00 on" });
  expect(storyWords(aRow(never), NOW)).toBe("reaches 90 % with a chance of 30 % within 7 d");
  expect(storyWords(aRow({ ...never, probability: 0.001 }), NOW)).toBe("does not reach 90 % within 7 d");
  expect(storyWords(aRow({ reachedAt: NOW - HOUR }), NOW)).toBe("at its limit of 90 % for 1 h 00");
  expect(leftWords(aRow({ reachedAt: NOW - HOUR }), NOW)).toEqual({ when: "reached", range: "for 1 h 00" });
  const unknown = { knowledge: "unknown", probability: null, likelyAt: null } as const;
  expect(leftWords(aRow(unknown), NOW)).toEqual({ when: "not known", range: "too young" });
  expect(moreWords(aRow({ knowledge: "little" }), NOW)).toMatch(/less than two days/);
});

it("is never surer than a hundredth", () => {
  expect([1, 0.995, 0.5, 0.004, 0].map(chanceWords)).toEqual(["> 99 %", "> 99 %", "50 %", "< 1 %", "< 1 %"]);
  expect(chanceWords(null)).toBe("");
  expect(crossingWords(aRow(), "%", NOW)).toMatch(/80 % sure/);
});

it("writes what is days ahead in days, and values as people say them", () => {
  expect([ahead(47 * HOUR), ahead(48 * HOUR), ahead(12.4 * DAY)]).toEqual(["1 d 23 h", "2 d", "12 d"]);
  expect(quantity(412e9, "B")).toBe("412 GB");
  expect(quantity(-3 * 86_400, "s")).toBe("−3 d 0 h");
  expect([quantity(90, "s"), quantity(86.44, "%"), quantity(200, "")]).toEqual(["90 s", "86.4 %", "200"]);
});

it("names what stands behind it and leaves out what is not known", () => {
  const names = evidenceOf(aRow(), NOW, "Prometheus").map(([name]) => name);
  expect(names).toEqual(expect.arrayContaining(["Now", "Limit", "Trend", "Likely", "Between", "Methods", "Source"]));
  const bare = evidenceOf(aRow({ trend: null, likelyAt: null, earlyAt: null, probability: null }), NOW, undefined);
  expect(bare.map(([name]) => name)).toEqual(["Now", "Limit", "Known", "Seasons", "Methods", "Made"]);
});

it("heads the list by how much runs out, and says what would fill an empty one", () => {
  const page = { rows: [], total: 0, limited: 3, short: 0 };
  expect([headline(undefined), headline(page), headline({ ...page, short: 1 })]).toEqual([
    "Capacity",
    "Nothing runs out within a week",
    "1 metric runs out",
  ]);
  expect(emptyWords({ ...page, limited: 0 }, false).leadsToSources).toBe(true);
  expect(emptyWords(page, false).title).toMatch(/under way/);
  expect(emptyWords(page, true).title).toMatch(/this entity/);
});

it("draws as much of the future as answers the question, joined to what came, with the limit in view", () => {
  const point = Array.from({ length: 168 }, (_, step) => 86 + step / 2);
  const course = { from: BEGIN, point, low: point.map((each) => each - 1), high: point.map((each) => each + 1) };
  const history = Array.from({ length: 168 }, (_, step) => 2 + step / 2);
  const drawing = drawingOf(aRow({ course, history, lateAt: BEGIN + 20 * HOUR }));
  expect(drawing.to).toBe(BEGIN + 32 * HOUR);
  expect(drawing.from).toBe(BEGIN - 63 * HOUR);
  expect(drawing.history.at(-1)).toEqual([BEGIN, 85.5]);
  expect(drawing.point[0]).toEqual([BEGIN, 85.5]);
  expect(drawing.point[1]).toEqual([BEGIN + HOUR, 86]);
  expect(drawing.crossing).toEqual({ early: BEGIN + 6 * HOUR, likely: BEGIN + 9 * HOUR, late: BEGIN + 20 * HOUR });
  expect(axisOf(drawing).high).toBeGreaterThan(100);
  expect(stepAt(drawing, BEGIN + 3.4 * HOUR)).toEqual({ at: BEGIN + 3 * HOUR, value: 87, low: 86, high: 88 });
  expect(stepAt(drawing, BEGIN - 3 * HOUR)).toMatchObject({ at: BEGIN - 3 * HOUR, low: null });
  const steady = drawingOf(aRow({ course, history: [null, 1], likelyAt: null, lateAt: null }));
  expect([steady.to, steady.crossing]).toEqual([BEGIN + 168 * HOUR, null]);
  expect(steady.history).toHaveLength(2);
  expect(stepAt(steady, steady.from)).toBeUndefined();
});

it("says the same of when a limit is reached wherever it is said, in days from two days on", () => {
  for (const [row, when] of [
    [aRow({ likelyAt: NOW + 60 * DAY }), "in 60 d"],
    [aRow({ likelyAt: null, horizonMs: 60 * DAY }), "not in 60 d"],
    [aRow({ knowledge: "unknown" }), "not known"],
    [aRow({ reachedAt: NOW - HOUR }), "reached"],
  ] as const)
    expect([whenReached(row, NOW), leftWords(row, NOW).when]).toEqual([when, when]);
});

import { expect, it } from "vitest";
import { parsePreferences } from "../../../renderer/ui/preferences.ts";
import { loudFrom, niceTicks } from "../../../renderer/ui/rateScale.ts";
import { sparkPoints } from "../../../renderer/ui/sparkPoints.ts";

it("draws a sparkline from the ground to the largest value, and flat zeros on the ground", () => {
  expect(sparkPoints([0, 10], 64, 20)).toEqual([
    [3, 17],
    [61, 3],
  ]);
  expect(sparkPoints([0, 0], 64, 20).map(([, y]) => y)).toEqual([17, 17]);
  expect(sparkPoints([], 64, 20)).toEqual([]);
});

it("chooses round ticks that reach the largest value", () => {
  expect(niceTicks(1700, 3)).toEqual([600, 1200, 1800]);
  expect(niceTicks(1, 3)).toEqual([1]);
  for (const largest of [1, 2, 7, 99, 100, 101, 4113])
    expect(niceTicks(largest, 3).at(-1)).toBeGreaterThanOrEqual(largest);
});

it("calls a bucket a flood from twelve times the median, and never below ten", () => {
  expect(loudFrom([40, 40, 0, 41])).toBe(480);
  expect(loudFrom([0, 0, 1])).toBe(12);
  expect(loudFrom([])).toBe(10);
});

it("reads stored preferences and falls back where they make no sense", () => {
  expect(parsePreferences('{"theme":"light","zone":"utc","singleKeys":false}')).toEqual({
    theme: "light",
    zone: "utc",
    singleKeys: false,
  });
  for (const stored of [null, "", "nonsense", "[]", '{"theme":"pink"}', "null"]) {
    expect(parsePreferences(stored)).toEqual({ theme: "dark", zone: "local", singleKeys: true });
  }
});

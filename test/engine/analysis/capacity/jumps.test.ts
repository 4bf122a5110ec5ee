import { expect, it } from "vitest";
import { jumpsIn, withoutJumps } from "../../../../electron/engine/analysis/capacity/jumps.ts";

const rising = (length: number): number[] => Array.from({ length }, (_, at) => at);

it("moves what came before a jump to the level after it, so that the slope goes on", () => {
  const cleared = rising(40).map((value) => (value < 30 ? value + 500 : value));
  expect([...withoutJumps(Float64Array.from(cleared))]).toEqual(rising(40));
  const peak = rising(40).map((value) => (value >= 20 && value < 23 ? value + 500 : value));
  expect([...withoutJumps(Float64Array.from(peak))]).toEqual(rising(40));
});

it("leaves alone what a series does again and again, and a step no larger than five others", () => {
  const sawtooth = Float64Array.from({ length: 200 }, (_, at) => at % 20);
  expect(withoutJumps(sawtooth)).toEqual(sawtooth);
  const modest = Float64Array.from(rising(40).map((value) => (value < 30 ? value + 5 : value)));
  expect(withoutJumps(modest)).toEqual(modest);
});

it("looks across gaps, and says nothing of series that are too short", () => {
  const gap = Float64Array.from([500, 501, Number.NaN, Number.NaN, 4, 5, 6, 7, 8]);
  expect([...withoutJumps(gap)].filter((value) => !Number.isNaN(value))).toEqual([2, 3, 4, 5, 6, 7, 8]);
  for (const short of [[], [1], [1, 900], [1, 900, 1]]) {
    expect(jumpsIn(Float64Array.from(short)).least).toBe(Infinity);
    expect([...withoutJumps(Float64Array.from(short))]).toEqual(short);
  }
});

it("takes any step for a jump where all others are none", () => {
  const flat = Float64Array.from({ length: 20 }, (_, at) => (at < 10 ? 1 : 2));
  expect(withoutJumps(flat).every((value) => value === 2)).toBe(true);
});

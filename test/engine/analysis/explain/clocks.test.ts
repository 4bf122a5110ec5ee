import { describe, expect, it } from "vitest";
import { beginningOf, type Clocks } from "../../../../electron/engine/analysis/explain/clocks.ts";

const MINUTE = 60_000;

/** What is known after five alerts that each came so late. */
function knowing(delayMs: number, clocks: Clocks = new Map()): Clocks {
  for (let at = 0; at < 5 * MINUTE; at += MINUTE) beginningOf(clocks, "plant", ["north"], at, at + delayMs);
  return clocks;
}

describe("the clock of a source", () => {
  it("counts when it is right, also for what was long on its way", () => {
    const clocks = knowing(2_000);
    expect(beginningOf(clocks, "plant", ["north"], 10 * MINUTE, 14 * MINUTE)).toBe(10 * MINUTE);
  });

  it("is corrected by its least delay when it is wrong, and nothing begins after it arrives", () => {
    expect(beginningOf(knowing(2 * MINUTE), "plant", ["north"], 10 * MINUTE, 12 * MINUTE)).toBe(12 * MINUTE);
    expect(beginningOf(knowing(2 * MINUTE), "plant", ["north"], 10 * MINUTE, 15 * MINUTE)).toBe(12 * MINUTE + 200);
    expect(beginningOf(knowing(-2 * MINUTE), "plant", ["north"], 10 * MINUTE, 8 * MINUTE)).toBe(8 * MINUTE);
  });

  it("is remembered for as many places as there is room for, those that are heard of often before others", () => {
    const clocks = knowing(2 * MINUTE);
    for (let each = 0; each < 200_000; each++) beginningOf(clocks, "plant", [`request ${each}`], 0, 1_000);
    expect(clocks.size).toBeLessThanOrEqual(65_536);
    expect(clocks.get("plant/north")?.least).toBeGreaterThan(MINUTE);
  });
});

import { describe, expect, it } from "vitest";
import { takenByTempo, tempoOf } from "../../../../electron/engine/analysis/explain/tempo.ts";

const MINUTE = 60_000;
const atOnce = (count: number) => Array.from({ length: count }, () => ({ lagMs: 30_000, hops: 1 }));

describe("the tempo of an incident", () => {
  it("is the usual one while nothing late can have come", () => {
    expect(tempoOf(atOnce(100), 0)).toBe(1);
  });

  it("is lower the more came at once and the longer nothing followed", () => {
    const early = tempoOf(atOnce(100), 5 * MINUTE);
    const late = tempoOf(atOnce(100), 40 * MINUTE);
    const small = tempoOf(atOnce(4), 40 * MINUTE);
    expect(late).toBeLessThan(early);
    expect(late).toBeLessThan(small);
    expect(small).toBeGreaterThan(0.5);
  });

  it("is the usual one when as much came late as usual", () => {
    const late = Array.from({ length: 30 }, () => ({ lagMs: 25 * MINUTE, hops: 1 }));
    expect(tempoOf([...atOnce(100), ...late], 40 * MINUTE)).toBe(1);
  });

  it("takes nothing from what came at once, and from what is late as much as late ones are rarer", () => {
    expect(takenByTempo(1, 40 * MINUTE, 1)).toBe(0);
    expect(takenByTempo(0.1, 0, 1)).toBeCloseTo(0, 1);
    expect(takenByTempo(0.1, 40 * MINUTE, 1)).toBeCloseTo(Math.log(0.1), 2);
  });
});

import { expect, it } from "vitest";
import { Ticks } from "../../../electron/engine/ingest/tick.ts";

const START = 1_700_000_000_000;

/** The moments, in ms after the start, at which a tick is logged. */
function moments(ticks: Ticks, upToMs: number): number[] {
  const found: number[] = [];
  for (let ms = 0; ms <= upToMs; ms += 500) if (ticks.due(START + ms)) found.push(ms);
  return found;
}

it("logs time every five seconds while nothing happens", () => {
  expect(moments(new Ticks(), 12_000)).toEqual([0, 5_000, 10_000]);
});

it("logs time every second for twenty seconds after an event", () => {
  const ticks = new Ticks();
  ticks.event(START);
  const found = moments(ticks, 30_000);
  expect(found.filter((ms) => ms < 20_000)).toHaveLength(20);
  expect(found.filter((ms) => ms >= 20_000)).toEqual([24_000, 29_000]);
});

it("goes on when the clock is set back", () => {
  const ticks = new Ticks();
  ticks.due(START);
  expect(ticks.due(START - 3_600_000)).toBe(true);
});

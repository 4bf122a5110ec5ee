import { expect, it } from "vitest";
import { Ticks } from "../../../electron/engine/ingest/tick.ts";

const START = 1_700_000_000_000;

/** The moments, in ms after the start, at which a tick is logged. */
function moments(ticks: Ticks, upToMs: number): number[] {
  const found: number[] = [];
  for (let ms = 0; ms <= upToMs; ms += 500) if (ticks.due(START + ms)) found.push(ms);
  return found;
}

const MINUTE = 60_000;

it("logs time every five seconds for five minutes after a start, and every minute while nothing is logged", () => {
  const found = moments(new Ticks(), 10 * MINUTE);
  expect(found.slice(0, 3)).toEqual([0, 5_000, 10_000]);
  expect(found.filter((ms) => ms >= 5 * MINUTE)).toEqual([6, 7, 8, 9, 10].map((minute) => minute * MINUTE - 5_000));
});

it("logs time every five seconds again after any other entry, and every second after an event", () => {
  const ticks = new Ticks();
  moments(ticks, 10 * MINUTE);
  ticks.entry(START + 10 * MINUTE);
  expect(ticks.due(START + 10 * MINUTE)).toBe(true);
  expect(ticks.due(START + 10 * MINUTE + 4_500)).toBe(false);
  expect(ticks.due(START + 10 * MINUTE + 5_000)).toBe(true);
  ticks.event(START + 10 * MINUTE + 5_500);
  expect(ticks.due(START + 10 * MINUTE + 6_000)).toBe(true);
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

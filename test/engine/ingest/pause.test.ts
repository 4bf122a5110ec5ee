import { setImmediate as turn } from "node:timers/promises";
import { beforeEach, expect, it } from "vitest";
import { Pause } from "../../../electron/engine/ingest/pause.ts";

let nowMs: number;
let isAwaited: boolean;
let timers: { at: number; work: () => void }[];
/** What the system's timers come late by. */
let lateMs: number;
let pause: Pause;
beforeEach(() => {
  nowMs = 1_000;
  isAwaited = true;
  timers = [];
  lateMs = 0;
  pause = new Pause({
    monotonicMs: () => nowMs,
    isAwaited: () => isAwaited,
    later: (work, ms) => void timers.push({ at: nowMs + ms + lateMs, work }),
  });
});

/** Lets the pause come to its end. @returns how long it took, milliseconds */
async function pausedMs(isUrgent: () => boolean = () => false): Promise<number> {
  const begun = nowMs;
  let isDone = false;
  pause.before(() => (isDone = true), isUrgent);
  for (let timer = timers.shift(); timer !== undefined; timer = timers.shift()) {
    nowMs = timer.at;
    timer.work();
  }
  await turn();
  expect(isDone).toBe(true);
  return nowMs - begun;
}

it("is none before anything was written, after what took hardly any time, and when nobody waits", async () => {
  expect(await pausedMs()).toBe(0);
  pause.wrote(0.5);
  expect(await pausedMs()).toBe(0);
  isAwaited = false;
  pause.wrote(8);
  expect(await pausedMs()).toBe(0);
});

it("is half as long as was written, as long as the last transaction at most, and never long", async () => {
  pause.wrote(8);
  expect(await pausedMs()).toBe(4);
  for (const ms of [8, 8, 8, 1.5]) pause.wrote(ms);
  expect(await pausedMs()).toBe(1.5);
  pause.wrote(10_000);
  expect(await pausedMs()).toBe(8);
});

it("ends when nobody waits any more, and when people wait for what is written", async () => {
  pause.wrote(8);
  let looks = 0;
  expect(await pausedMs(() => ++looks > 2)).toBe(4);
  pause.wrote(16);
  looks = 0;
  expect(await pausedMs(() => ++looks > 1)).toBe(2);
});

it.each([0, 1, 13.6, 40])(
  "takes no more than a third of any second, however many read, with timers that are %i ms late",
  async (late) => {
    lateMs = late;
    const pauses: { from: number; to: number }[] = [];
    const lengths = [8, 1, 3, 0.2, 8, 12];
    while (nowMs < 11_000) {
      const length = lengths[pauses.length % lengths.length]!;
      nowMs += length;
      pause.wrote(length);
      const from = nowMs;
      await pausedMs();
      pauses.push({ from, to: nowMs });
    }
    const sharesOf = pauses.map(({ from }) => {
      const within = pauses.map((each) => Math.min(each.to, from + 1_000) - Math.max(each.from, from));
      return within.reduce((sum, ms) => sum + Math.max(0, ms), 0) / 1_000;
    });
    // Beyond a third: what had been saved up, and by how much the last timer of the second was late.
    expect(Math.max(...sharesOf)).toBeLessThan(1 / 3 + (8 + late) / 1_000);
    expect(Math.min(...sharesOf.slice(0, sharesOf.length / 2))).toBeGreaterThan(0.2);
  },
);

it("pauses again soon after it was kept for long, as by a computer that slept", async () => {
  pause.wrote(8);
  lateMs = 3_600_000;
  await pausedMs();
  lateMs = 0;
  const pauses: number[] = [];
  for (let count = 0; count < 12; count++) {
    pause.wrote(8);
    pauses.push(await pausedMs());
  }
  expect(pauses[0]).toBe(0);
  expect(pauses.at(-1)).toBe(4);
});

import { bodiesOf } from "./parts/alerts.ts";
import { BenchEngine } from "./parts/engine.ts";
import type { Memory } from "./parts/collect.ts";
import { post } from "./parts/load.ts";
import { type Bench, resultOf } from "./parts/result.ts";
import { settled } from "./parts/settled.ts";

/** With the first number the caches of SQLite, which are bounded, are as full as they get. */
const FEW = 50_000;
const MANY = 100_000;
const PER_POST = 100;
/** Incidents are held for ten seconds before they open, and joins are told of over the ticks that follow. */
const OPENING_MS = 20_000;

/**
 * What one more active alert costs: the memory of an engine that holds many, against the same engine when it held fewer.
 * Memory of its own decides; with the mapped pages of the database, and the heap alone, it stands in the detail.
 */
export const memory: Bench = async ({ quick, progress }) => {
  const [few, many] = quick ? [FEW / 10, MANY / 10] : [FEW, MANY];
  const engine = await BenchEngine.start();
  try {
    const idle = (await engine.figuresSoon()).memory;
    const held: Memory[] = [];
    for (const [from, to] of [
      [0, few],
      [few, many],
    ] as const) {
      await post(engine.url, bodiesOf(from, to - from, PER_POST, Date.now() - 60_000));
      await settled(engine.databaseFile);
      await new Promise((resolve) => setTimeout(resolve, OPENING_MS));
      await settled(engine.databaseFile);
      held.push((await engine.figuresSoon()).memory);
      progress(`${Math.round((held.at(-1)?.residentBytes ?? 0) / 1e6)} MB with ${to}`);
    }
    const [before, after] = held as [Memory, Memory];
    const perAlert = (of: (memory: Memory) => number): number => Math.round((of(after) - of(before)) / (many - few));
    const detail = {
      active: [0, few, many],
      held: [idle, ...held],
      residentBytesPerAlert: perAlert(({ residentBytes }) => residentBytes),
      heapBytesPerAlert: perAlert(({ heapBytes }) => heapBytes),
    };
    const own = perAlert(({ ownBytes, residentBytes }) => ownBytes ?? residentBytes);
    return [resultOf("memory", own, "bytes for an active alert", { atMost: 2_000 }, detail)];
  } finally {
    await engine.close();
  }
};

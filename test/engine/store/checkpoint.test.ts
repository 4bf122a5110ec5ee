import { statSync } from "node:fs";
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { afterEach, beforeEach, expect, it } from "vitest";
import { Checkpoints } from "../../../electron/engine/store/checkpoint.ts";
import { appendEvents, readEvents } from "../../../electron/engine/store/event-log.ts";
import type { NewLogEntry } from "../../../shared/domain/log.ts";
import { START } from "../../../shared/domain/position.ts";
import { aLog, anAlertBody } from "../../builders/log.ts";
import { StoreFile } from "../../builders/store.ts";

let store: StoreFile;
let checkpoints: Checkpoints;
/** Each look at the clock is five later than the one before. */
let clockMs = 0;
const monotonicMs = (): number => (clockMs += 5);
beforeEach(() => {
  store = new StoreFile();
  checkpoints = new Checkpoints(store.db, monotonicMs);
  // The engine does not wait for the disk in its commits either.
  store.db.pragma("synchronous = NORMAL");
});
afterEach(() => store.remove());

const logBytes = (): number => statSync(`${store.file}-wal`).size;

/** So many transactions of some pages each. */
function write(transactions: number): void {
  for (let number = 0; number < transactions; number++) {
    const entries: NewLogEntry[] = aLog(
      Array.from({ length: 20 }, (_, index) => ({
        receivedAt: index,
        body: anAlertBody(`e-${number}-${index}`, index, { summary: "x".repeat(500) }),
      })),
    ).map(({ position: _position, ...entry }) => entry);
    store.db.exec("BEGIN");
    appendEvents(store.db, entries);
    store.db.exec("COMMIT");
  }
}

it("leaves a short log alone until there is nothing else to do, then cuts it to nothing", () => {
  write(3);
  const before = checkpoints.slice();
  expect(before).toMatchObject({ movedPages: 0, truncated: false });
  expect(before.logPages).toBeGreaterThan(0);
  expect(checkpoints.slice(true)).toMatchObject({ truncated: true });
  expect(logBytes()).toBe(0);
  expect(checkpoints.slice(true)).toEqual({
    logPages: 0,
    movedPages: 0,
    restarted: false,
    truncated: false,
  });
});

it("moves a log that has grown by a slice, so that it is used again instead of growing", () => {
  const sizes: number[] = [];
  for (let round = 0; round < 4; round++) {
    write(720);
    const { logPages, movedPages } = checkpoints.slice();
    expect(movedPages).toBe(logPages);
    sizes.push(logBytes());
  }
  expect(Math.max(...sizes)).toBeLessThan(sizes[0]! * 2);
});

it("does not wait for a reader that still needs the log, and cuts it when that is gone", () => {
  write(3);
  const reader = store.reader();
  reader.exec("BEGIN");
  readEvents(reader, START, 1);
  write(1);
  expect(checkpoints.slice(true).truncated).toBe(false);
  expect(readEvents(reader, START, 1_000)).toHaveLength(60);
  reader.exec("COMMIT");
  expect(checkpoints.slice(true).truncated).toBe(true);
  expect(readEvents(reader, START, 1_000)).toHaveLength(80);
});

/** In pages: much shorter than in earnest, so that a test need not write hundreds of megabytes. */
const SHORT = { slice: 200, long: 800 };

/** Writes slices with a look after each transaction, as the engine does. Returns the length of the log after each slice, in pages. */
function writeSlices(slices: number): number[] {
  return Array.from({ length: slices }, () => {
    let pages = 0;
    for (let transaction = 0; transaction < 20; transaction++) {
      write(1);
      pages = checkpoints.slice().logPages;
    }
    return pages;
  });
}

it("begins a long log anew although there is always somebody who reads", async () => {
  checkpoints = new Checkpoints(store.db, monotonicMs, SHORT);
  write(1);
  const readers = [0, 1].map(
    (number) =>
      new Worker(new URL("overlapping-reader.ts", import.meta.url), { workerData: { file: store.file, number } }),
  );
  try {
    await Promise.all(readers.map((reader) => once(reader, "message")));
    const written = writeSlices(20).reduce((most, pages) => Math.max(most, pages), 0);
    expect(written).toBeLessThan(SHORT.long * 2);
  } finally {
    await Promise.all(readers.map((reader) => reader.terminate()));
  }
});

it("grows with one who never lets go, waits for it once a slice, and is short again once it has", () => {
  checkpoints = new Checkpoints(store.db, monotonicMs, SHORT);
  write(1);
  const reader = store.reader();
  reader.exec("BEGIN");
  readEvents(reader, START, 1);
  const held = writeSlices(5);
  expect(held.at(-1)).toBeGreaterThan(SHORT.long * 1.5);
  expect(held.toSorted((one, other) => one - other)).toEqual(held);
  expect(readEvents(reader, START, 1_000)).toHaveLength(20);
  reader.exec("COMMIT");
  expect(Math.max(...writeSlices(8).slice(4))).toBeLessThan(SHORT.long * 1.5);
});

it("counts how often and how long it waited for readers, and never waits when nothing is to be written", () => {
  checkpoints = new Checkpoints(store.db, monotonicMs, SHORT);
  const reader = store.reader();
  write(1);
  reader.exec("BEGIN");
  readEvents(reader, START, 1);
  const held = writeSlices(5);
  const { count, sumMs } = checkpoints.waits;
  expect(count).toBeGreaterThan(0);
  expect(sumMs).toBe(5 * count);
  write(40);
  for (let look = 0; look < 3; look++)
    expect(checkpoints.slice(true)).toMatchObject({ restarted: false, truncated: false });
  expect(checkpoints.waits).toEqual({ count, sumMs });
  expect(held.at(-1)).toBeGreaterThan(SHORT.long);
  reader.exec("COMMIT");
  expect(checkpoints.slice(true).truncated).toBe(true);
  expect(checkpoints.waits).toEqual({ count, sumMs });
});

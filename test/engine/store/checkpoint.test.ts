import { statSync } from "node:fs";
import { afterEach, beforeEach, expect, it } from "vitest";
import { checkpointSlice } from "../../../electron/engine/store/checkpoint.ts";
import { appendEvents, readEvents } from "../../../electron/engine/store/event-log.ts";
import { holdSnapshot } from "../../../electron/engine/store/held-snapshot.ts";
import type { NewLogEntry } from "../../../shared/domain/log.ts";
import { START } from "../../../shared/domain/position.ts";
import { aLog, anAlertBody } from "../../builders/log.ts";
import { StoreFile } from "../../builders/store.ts";

let store: StoreFile;
beforeEach(() => void (store = new StoreFile()));
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
  const before = checkpointSlice(store.db);
  expect(before).toMatchObject({ movedPages: 0, truncated: false });
  expect(before.logPages).toBeGreaterThan(0);
  expect(checkpointSlice(store.db, true)).toMatchObject({ truncated: true });
  expect(logBytes()).toBe(0);
  expect(checkpointSlice(store.db, true)).toEqual({ logPages: 0, movedPages: 0, truncated: false });
});

it("moves a log that has grown by a slice, so that it is used again instead of growing", () => {
  const sizes: number[] = [];
  for (let round = 0; round < 4; round++) {
    write(360);
    const { logPages, movedPages } = checkpointSlice(store.db);
    expect(movedPages).toBe(logPages);
    sizes.push(logBytes());
  }
  expect(Math.max(...sizes)).toBeLessThan(sizes[0]! * 2);
});

it("does not wait for a reader that still needs the log, and cuts it when that is gone", () => {
  write(3);
  const reader = store.reader();
  const letGo = holdSnapshot(reader);
  readEvents(reader, START, 1);
  write(1);
  expect(checkpointSlice(store.db, true).truncated).toBe(false);
  expect(readEvents(reader, START, 1_000)).toHaveLength(60);
  letGo();
  expect(checkpointSlice(store.db, true).truncated).toBe(true);
  expect(readEvents(reader, START, 1_000)).toHaveLength(80);
});

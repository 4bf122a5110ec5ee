import { afterEach, beforeEach, expect, it } from "vitest";
import { appendEvents } from "../../../electron/engine/store/event-log.ts";
import { positionBefore } from "../../../electron/engine/store/position-at.ts";
import { aLog, T0, ticks } from "../../builders/log.ts";
import { StoreFile } from "../../builders/store.ts";

let store: StoreFile;
beforeEach(() => void (store = new StoreFile()));
afterEach(() => store.remove());

it("is the place after which the entries of an instant and later come, to the millisecond and across partitions", () => {
  appendEvents(store.db, aLog(ticks(0, 45_000)), { rows: 4, ms: Infinity });
  const before = (at: number) => positionBefore(store.db, T0 + at).after.position;
  for (let entry = 0; entry < 10; entry++) {
    expect(before(entry * 5_000)).toBe(entry);
    expect(before(entry * 5_000 + 1)).toBe(entry + 1);
  }
  expect(before(45_001)).toBe(10);
});

it("says whether anything came before", () => {
  expect(positionBefore(store.db, T0)).toEqual({ after: { partition: 0, position: 0 }, isStart: false });
  appendEvents(store.db, aLog(ticks(0, 5_000)));
  expect(positionBefore(store.db, 0).isStart).toBe(true);
  expect(positionBefore(store.db, T0 + 5_000).isStart).toBe(false);
});

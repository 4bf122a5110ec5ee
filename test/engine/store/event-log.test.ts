import { afterEach, beforeEach, expect, it } from "vitest";
import {
  appendEvents,
  LogAppender,
  logHead,
  readEvents,
  transitionsOf,
} from "../../../electron/engine/store/event-log.ts";
import { listPartitions } from "../../../electron/engine/store/partitions.ts";
import type { Fingerprint } from "../../../shared/domain/alert.ts";
import type { NewLogEntry } from "../../../shared/domain/log.ts";
import { START } from "../../../shared/domain/position.ts";
import { DEFAULT_SCOPE, type Scope } from "../../../shared/domain/scope.ts";
import { aLog, anAlertBody, anEntity, T0 } from "../../builders/log.ts";
import { StoreFile } from "../../builders/store.ts";

let store: StoreFile;
beforeEach(() => void (store = new StoreFile()));
afterEach(() => store.remove());

const SMALL = { rows: 10, ms: Infinity };

/** One opened alert each, a millisecond apart. */
const opened = (names: readonly string[], from = 0): NewLogEntry[] =>
  aLog(names.map((name, index) => ({ receivedAt: from + index, body: anAlertBody(name, from + index) }))).map(
    ({ position: _position, ...entry }) => entry,
  );

const names = (count: number): string[] => Array.from({ length: count }, (_, index) => `entity-${index}`);

it("is empty at first, and reads nothing", () => {
  expect(logHead(store.db)).toEqual(START);
  expect(readEvents(store.db, START, 10)).toEqual([]);
  expect(appendEvents(store.db, [])).toEqual([]);
});

it("gives every entry the next position and reads it back whole", () => {
  const entries = [
    ...opened(["checkout"]),
    { scope: "team-b" as Scope, sourceId: "cmdb", at: 5, receivedAt: 9, body: anEntity("db-1") },
    { scope: DEFAULT_SCOPE, sourceId: "clock", at: 9, receivedAt: 9, body: { kind: "tick" } as const },
  ];
  const positions = appendEvents(store.db, entries);
  expect(positions.map(({ position }) => position)).toEqual([1, 2, 3]);
  expect(readEvents(store.db, START, 10)).toEqual(
    entries.map((entry, index) => ({ ...entry, position: positions[index] })),
  );
  expect(logHead(store.db)).toEqual({ partition: 0, position: 3 });
});

it("counts what was appended one by one only once it is saved", () => {
  const log = new LogAppender(store.db, SMALL);
  expect(log.head).toEqual(START);
  const positions = log.append(opened(names(12)));
  expect(positions.at(-1)).toEqual({ partition: 1, position: 12 });
  expect(log.head).toEqual({ partition: 1, position: 12 });
  expect(logHead(store.db)).toEqual({ partition: 0, position: 10 });
  log.save();
  expect(logHead(store.db)).toEqual({ partition: 1, position: 12 });
  expect(readEvents(store.db, START, 20).map(({ position }) => position)).toEqual(positions);
});

it("begins a partition after the last row that fits, in the middle of a batch, and counts on", () => {
  appendEvents(store.db, opened(names(10)), SMALL);
  expect(listPartitions(store.db)).toHaveLength(1);
  const [next] = appendEvents(store.db, opened(["one more"]), SMALL);
  expect(next).toEqual({ partition: 1, position: 11 });
  appendEvents(store.db, opened(names(25)), SMALL);
  expect(listPartitions(store.db).map(({ firstPosition, lastPosition }) => [firstPosition, lastPosition])).toEqual([
    [1, 10],
    [11, 20],
    [21, 30],
    [31, 36],
  ]);
});

it("begins a partition when the oldest entry of the last one is as old as the limit", () => {
  const limits = { rows: 1000, ms: 100 };
  appendEvents(store.db, opened(["a"], 0), limits);
  appendEvents(store.db, opened(["b"], 99), limits);
  expect(listPartitions(store.db)).toHaveLength(1);
  appendEvents(store.db, opened(["c"], 100), limits);
  expect(listPartitions(store.db)).toHaveLength(2);
});

it("reads on across partitions, whatever the page size", () => {
  appendEvents(store.db, opened(names(37)), SMALL);
  for (const size of [1, 7, 10, 11, 100]) {
    const read: number[] = [];
    let after = START;
    for (let page = readEvents(store.db, after, size); page.length > 0; page = readEvents(store.db, after, size)) {
      expect(page.length).toBeLessThanOrEqual(size);
      read.push(...page.map(({ position }) => position.position));
      after = page.at(-1)!.position;
    }
    expect(read).toEqual(Array.from({ length: 37 }, (_, index) => index + 1));
  }
});

it("goes on where it was after the file was closed", () => {
  appendEvents(store.db, opened(names(12)), SMALL);
  store.close();
  expect(appendEvents(store.db, opened(["later"]), SMALL)).toEqual([{ partition: 1, position: 13 }]);
});

it("forgets positions that were rolled back, also the partition that began there", () => {
  appendEvents(store.db, opened(names(9)), SMALL);
  store.db.exec("BEGIN");
  appendEvents(store.db, opened(names(5)), SMALL);
  store.db.exec("ROLLBACK");
  expect(logHead(store.db).position).toBe(9);
  expect(appendEvents(store.db, opened(["b", "c"]), SMALL)).toEqual([
    { partition: 0, position: 10 },
    { partition: 1, position: 11 },
  ]);
});

it("shows a reader only what is committed", () => {
  const reader = store.reader();
  store.db.exec("BEGIN");
  appendEvents(store.db, opened(["a"]));
  expect(readEvents(reader, START, 10)).toEqual([]);
  store.db.exec("COMMIT");
  expect(readEvents(reader, START, 10)).toHaveLength(1);
});

it("finds the transitions of alerts across partitions, oldest first, in their scope and time only", () => {
  appendEvents(store.db, opened(["a", "b", ...names(20), "a"]), SMALL);
  appendEvents(store.db, [{ ...opened(["a"], 50)[0]!, scope: "other" as Scope }], SMALL);
  const a = ["a:Latency" as Fingerprint];
  const at = (from?: number, to?: number): number[] =>
    transitionsOf(store.db, [DEFAULT_SCOPE], a, from, to).map(({ receivedAt }) => receivedAt - T0);
  expect(at()).toEqual([0, 22]);
  expect(at(T0, T0)).toEqual([0]);
  expect(at(T0 + 1)).toEqual([22]);
  expect(at(T0 + 1, T0 + 21)).toEqual([]);
  expect(transitionsOf(store.db, [], a)).toEqual([]);
});

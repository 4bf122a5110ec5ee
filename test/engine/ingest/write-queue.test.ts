import { afterEach, beforeEach, expect, it } from "vitest";
import { once } from "../../../electron/engine/actions/outbox-runner.ts";
import type { Job } from "../../../electron/engine/ingest/write-queue.ts";
import { alertCounts } from "../../../electron/engine/store/read-alert-counts.ts";
import { DEFAULT_SCOPE } from "../../../shared/domain/scope.ts";
import { IngestBench } from "../../builders/ingest.ts";
import { anAlertReport } from "../../builders/report.ts";

let bench: IngestBench;
beforeEach(() => {
  bench = new IngestBench();
  for (const id of ["prometheus", "zabbix"]) bench.addSource(id);
});
afterEach(() => bench.close());

const many = (count: number) =>
  Array.from({ length: count }, (_, index) => anAlertReport({ labels: { service: `service-${index}` } }));

it("begins a transaction with a large unit rather than adding it to one that is under way", async () => {
  const transactions: number[] = [];
  const unit = (ms: number, isLarge: boolean): Job => ({
    isLarge,
    ...once(
      () => {
        transactions.push(bench.queue.histogram().count);
        bench.clockMs += ms;
      },
      () => {},
    ),
  });
  for (const job of [unit(4, false), unit(0, true), unit(0, true), unit(0, false)]) bench.queue.add(job);
  await bench.settle();
  const [first, ...rest] = transactions;
  expect(rest).toHaveLength(3);
  expect(rest.every((transaction) => transaction > first!)).toBe(true);
});

it("fails only the job at fault, and does the others of its transaction again by themselves", async () => {
  const long = bench.list("prometheus", many(400));
  const failed: unknown[] = [];
  let after = 0;
  const bad: Job = {
    step: () => {
      throw new TypeError("a fault of ours");
    },
    rewind: () => {},
    committed: () => {},
    failed: (error) => failed.push(error),
  };
  bench.queue.add(
    once(
      () => void after++,
      () => {},
    ),
    "urgent",
  );
  bench.queue.add(bad, "urgent");
  const short = bench.list("zabbix", [anAlertReport({ name: "SlowDisk" })]);
  await Promise.all([long, short]);
  expect(failed).toHaveLength(1);
  expect(after).toBe(2);
  expect(alertCounts(bench.db, [DEFAULT_SCOPE]).firing).toBe(401);
  expect(bench.db.prepare("SELECT sum(count) FROM alert_seen").pluck().get()).toBe(401);
});

it("takes up a long job again where its transaction began, and counts nothing twice", async () => {
  await bench.list("prometheus", many(400));
  const again = bench.list("prometheus", many(400));
  let fails = true;
  const bad: Job = {
    step: () => {
      if (fails) throw new TypeError("a fault of ours");
      return true;
    },
    rewind: () => void (fails = false),
    committed: () => {},
    failed: () => {},
  };
  bench.queue.add(bad);
  await again;
  await bench.settle();
  expect(fails).toBe(false);
  expect(bench.db.prepare("SELECT min(count), max(count) FROM alert_seen").raw().get()).toEqual([2, 2]);
});

it("fails everybody at once when it is the database", async () => {
  const list = bench.list("prometheus", many(3));
  const full = Object.assign(new Error("database or disk is full"), { code: "SQLITE_FULL" });
  bench.queue.add(
    once(
      () => {
        throw full;
      },
      () => {},
    ),
  );
  await expect(list).rejects.toBe(full);
  expect(bench.rolledBack).toEqual([full]);
});

it("does not try for ever what cannot even begin", async () => {
  bench.db.exec("BEGIN");
  await expect(bench.list("prometheus", many(1))).rejects.toThrow("transaction");
  expect(bench.db.inTransaction).toBe(false);
});

it("tells a job that it is done only when the disk has it, and does the next transaction meanwhile", async () => {
  let isSynced = (): void => {};
  bench.disk = () => new Promise((resolve) => (isSynced = resolve));
  let isDone = false;
  const list = bench.list("prometheus", [anAlertReport()]).then(() => (isDone = true));
  await bench.settle();
  void bench.list("zabbix", [anAlertReport({ name: "SlowDisk" })]);
  await bench.settle();
  expect(alertCounts(bench.db, [DEFAULT_SCOPE]).firing).toBe(2);
  expect(isDone).toBe(false);
  isSynced();
  await list;
});

it("fails a job of which nobody knows whether the disk has it", async () => {
  const broken = new Error("the disk is broken");
  bench.disk = () => Promise.reject(broken);
  await expect(bench.list("prometheus", [anAlertReport()])).rejects.toBe(broken);
  expect(bench.unsynced).toEqual([broken]);
});

it("does what waits before it closes, and is closed when the disk has it", async () => {
  let isSynced = (): void => {};
  bench.disk = () => new Promise((resolve) => (isSynced = resolve));
  const list = bench.list("prometheus", many(300));
  let isClosed = false;
  const closed = bench.queue.close().then(() => (isClosed = true));
  expect(alertCounts(bench.db, [DEFAULT_SCOPE]).firing).toBe(300);
  await Promise.resolve();
  expect(isClosed).toBe(false);
  isSynced();
  await Promise.all([list, closed]);
  await expect(bench.list("prometheus", [])).rejects.toThrow("closed");
});

import { afterEach, beforeEach, expect, it } from "vitest";
import { Housekeeping } from "../../../electron/engine/ingest/housekeeping.ts";
import { IngestBench, NOW } from "../../builders/ingest.ts";
import { anAlertReport } from "../../builders/report.ts";

let bench: IngestBench;
let lines: string[];
let housekeeping: Housekeeping;
beforeEach(() => {
  bench = new IngestBench();
  bench.addSource("prometheus");
  lines = [];
  housekeeping = new Housekeeping({
    db: bench.db,
    queue: bench.queue,
    retention: { days: 30, maximumBytes: 1e12 },
    now: () => NOW,
    monotonicMs: () => bench.clockMs,
    log: (line) => lines.push(line),
    onDamaged: (error) => {
      throw error;
    },
  });
});
afterEach(() => bench.close());

const logPages = (): number => (bench.db.prepare("PRAGMA wal_checkpoint(NOOP)").get() as { log: number }).log;

it("moves the write-ahead log into the database when nothing waits to be written, and only then", async () => {
  await bench.list("prometheus", [anAlertReport()]);
  expect(logPages()).toBeGreaterThan(0);
  const list = bench.list("prometheus", []);
  housekeeping.run();
  expect(logPages()).toBeGreaterThan(0);
  await list;
  housekeeping.run();
  expect(logPages()).toBe(0);
});

it("puts off what cannot be done now, and says so once", async () => {
  await bench.list("prometheus", [anAlertReport()]);
  bench.db.exec("BEGIN IMMEDIATE");
  housekeeping.run();
  housekeeping.run();
  bench.db.exec("ROLLBACK");
  expect(lines).toHaveLength(1);
  housekeeping.run();
  expect(logPages()).toBe(0);
});

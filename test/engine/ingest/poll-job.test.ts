import { setImmediate as turn } from "node:timers/promises";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Job } from "../../../electron/engine/ingest/write-queue.ts";
import { alertCounts } from "../../../electron/engine/store/read-alert-counts.ts";
import type { AlertReport } from "../../../shared/domain/event.ts";
import { DEFAULT_SCOPE } from "../../../shared/domain/scope.ts";
import { IngestBench, NOW } from "../../builders/ingest.ts";
import { anAlertReport } from "../../builders/report.ts";

let bench: IngestBench;
beforeEach(() => {
  bench = new IngestBench();
  bench.addSource("prometheus");
});
afterEach(() => bench.close());

const firing = (): number => alertCounts(bench.db, [DEFAULT_SCOPE]).firing;
const many = (count: number): AlertReport[] =>
  Array.from({ length: count }, (_, index) => anAlertReport({ labels: { service: `service-${index}` } }));

it("ends nothing that a list names when memory was read anew in the middle of it", async () => {
  await bench.list("prometheus", many(600));
  const again = bench.list("prometheus", many(600), NOW + 5);
  await turn();
  expect(bench.queue.depth).toBe(1);
  const fails: Job = {
    step: () => {
      bench.clockMs += 1_000;
      throw new Error("of another job, in a transaction of its own");
    },
    committed: () => {},
    failed: () => {},
  };
  bench.queue.add(fails, "urgent");
  await again;
  expect(bench.rolledBack).toHaveLength(1);
  expect(firing()).toBe(600);
});

it("does not take an alert for ended when its report could not be processed", async () => {
  await bench.list("prometheus", many(3));
  const faulty = { ...many(3)[1]!, mutings: null } as unknown as AlertReport;
  await bench.list("prometheus", [many(3)[0]!, faulty, many(3)[2]!], NOW + 5);
  expect(bench.faults).toHaveLength(1);
  expect(firing()).toBe(3);
});

it("ends what a list no longer names in small transactions, so that people do not wait", async () => {
  await bench.list("prometheus", many(1_000));
  const emptied = bench.list("prometheus", [], NOW + 5);
  await turn();
  const firingWhenAsked = await new Promise<number>((resolve) => void bench.urgent(() => resolve(firing())));
  expect(firingWhenAsked).toBeGreaterThan(0);
  await emptied;
  expect(firing()).toBe(0);
});

import { setImmediate as turn } from "node:timers/promises";
import { afterEach, beforeEach, expect, it } from "vitest";
import { Draft } from "../../../electron/engine/ingest/draft.ts";
import { loadIntakeState } from "../../../electron/engine/ingest/load.ts";
import { SourceSilenced } from "../../../electron/engine/ingest/poll-job.ts";
import { silenceJob } from "../../../electron/engine/ingest/silence-job.ts";
import type { Job } from "../../../electron/engine/ingest/write-queue.ts";
import { alertCounts } from "../../../electron/engine/store/read-alert-counts.ts";
import { removeSource } from "../../../electron/engine/store/sources.ts";
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

it("ends by its handle what a poll says has ended, when that was, and no sooner than it began", async () => {
  const [one, other] = many(2);
  await bench.push("prometheus", [one!, other!]);
  const ended = [
    { handle: one!.handle, at: one!.at + 7 },
    { handle: other!.handle, at: one!.at - 7 },
    { handle: "of nothing", at: NOW },
  ];
  await bench.push("prometheus", [], NOW + 5, { ended });
  const rows = bench.db.prepare("SELECT state, resolved_at - started_at AS lasted FROM alert ORDER BY id").all();
  expect(rows).toEqual([
    { state: 2, lasted: 7 },
    { state: 2, lasted: 0 },
  ]);
});

it("keeps what a list says still holds without a report of it, and ends the rest", async () => {
  await bench.push("prometheus", many(3));
  await bench.list("prometheus", [], NOW + 5, { holding: [many(3)[1]!.handle] });
  expect(firing()).toBe(1);
});

it("takes in nothing more of a source that is no longer in use", async () => {
  const late = bench.list("prometheus", many(600));
  await turn();
  await bench.urgent(() => bench.intake.silence("prometheus"));
  await expect(late).rejects.toBeInstanceOf(SourceSilenced);
  expect(firing()).toBeLessThan(600);
  bench.queue.add(silenceJob(bench.intake, "prometheus", NOW, () => {}));
  await bench.settle();
  expect(firing()).toBe(0);
});

it("ends the alerts of a removed source also after a restart, and leaves alone what another source says", async () => {
  bench.addSource("alertmanager");
  await bench.list("prometheus", many(3));
  await bench.list("alertmanager", many(1));
  removeSource(bench.db, "prometheus", NOW);
  bench.intake.reset(loadIntakeState(bench.db));
  expect(bench.intake.state.alerts.sourceIds().filter((id) => !bench.intake.hears(id))).toEqual(["prometheus"]);
  bench.queue.add(silenceJob(bench.intake, "prometheus", NOW, () => {}));
  await bench.settle();
  expect(firing()).toBe(1);
});

it("rolls back a fault half way, because memory is then ahead of the disk", async () => {
  const delivery = { sourceId: "prometheus", scope: DEFAULT_SCOPE, receivedAt: NOW, snapshot: undefined };
  const draft = new Draft(bench.db);
  const half = { ...many(1)[0]!, entity: [{ namespace: "a", value: "b", kind: "host" }] } as AlertReport;
  Object.defineProperty(draft, "log", {
    value: () => {
      throw new TypeError("a fault of ours");
    },
  });
  expect(() => bench.intake.takeSafely(half, delivery, draft, (error) => bench.faults.push(error))).toThrow(
    "a fault of ours",
  );
  expect(bench.faults).toEqual([]);
});

import { afterEach, beforeEach, expect, it, onTestFinished } from "vitest";
import { alertReceiver } from "../../../electron/engine/connectors/receiver/receiver.ts";
import { SourceJobs } from "../../../electron/engine/ingest/source-events.ts";
import type { Job } from "../../../electron/engine/ingest/write-queue.ts";
import { listAlerts } from "../../../electron/engine/store/read-alerts.ts";
import { AlertFilter } from "../../../shared/contract/alerts.ts";
import { DEFAULT_SCOPE } from "../../../shared/domain/scope.ts";
import { aConnectorIo } from "../../builders/connectorIo.ts";
import { IngestBench, NOW } from "../../builders/ingest.ts";
import { anAlertReport } from "../../builders/report.ts";

let bench: IngestBench;
beforeEach(() => {
  bench = new IngestBench();
  bench.addSource("pushed");
});
afterEach(() => bench.close());

const eventParts = () => ({
  db: bench.db,
  queue: bench.queue,
  intake: bench.intake,
  now: () => NOW,
  mask: (text: string) => text,
  log: (line: string) => void bench.faults.push(line),
});
const events = () => new SourceJobs(eventParts());

/** A receiver that listens, as the engine wires it. */
async function aReceiver() {
  const jobs = events();
  const config = { host: "127.0.0.1", port: 0, auth: "none", resolveMinutes: 5 } as const;
  const listening = await alertReceiver.listen!(
    config,
    (reports, ignored = {}, key) => jobs.delivered({ id: "pushed", scope: DEFAULT_SCOPE }, reports, ignored, key, NOW),
    aConnectorIo({}, { at: NOW }),
  );
  if (!listening.ok) throw new Error(listening.failure.message.code);
  onTestFinished(() => listening.value.close());
  const body = JSON.stringify([{ labels: { alertname: "DiskFull", host: "db-1" }, annotations: {} }]);
  return async (headers: Record<string, string>): Promise<number> => {
    const url = `${listening.value.address}/api/v2/alerts`;
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body,
    });
    await response.text();
    return response.status;
  };
}

it("stores a cursor with its texts masked, and gives the source its own", async () => {
  const jobs = new SourceJobs({ ...eventParts(), mask: (text) => bench.masker.mask(text) });
  const cursor = JSON.stringify({ at: NOW, alerts: [["Slow", "anna@example.com", NOW, NOW + 1]] });
  await jobs.polled(
    { id: "pushed", scope: DEFAULT_SCOPE, intervalMs: 1 },
    { kind: "increment", reports: [], cursor },
    NOW,
    undefined,
  );
  expect(JSON.parse(jobs.cursorOf("pushed")!)).toEqual({
    at: NOW,
    alerts: [["Slow", expect.stringMatching(/^<email:k1:\w+>$/), NOW, NOW + 1]],
  });
});

const counts = () =>
  listAlerts(bench.db, [DEFAULT_SCOPE], {
    filter: AlertFilter.parse({}),
    order: "newest",
    offset: 0,
    limit: 10,
  }).rows.map(({ count }) => count);
const ignored = () => bench.db.prepare("SELECT reason, count FROM source_ignored ORDER BY reason").raw().all();

it("takes a push that is sent again under its key once, answers the same, and says so", async () => {
  const post = await aReceiver();
  expect(await post({ "idempotency-key": "k-1" })).toBe(200);
  expect(await post({ "idempotency-key": "k-1" })).toBe(200);
  expect(counts()).toEqual([1]);
  expect(ignored()).toEqual([["ignored.pushedAgain", 1]]);
  expect(await post({ "idempotency-key": "k-2" })).toBe(200);
  expect(await post({})).toBe(200);
  expect(await post({ "idempotency-key": " " })).toBe(200);
  expect(counts()).toEqual([4]);
});

it("takes two of the same key that come at once only once", async () => {
  const post = await aReceiver();
  const same = { "idempotency-key": "k-1" };
  expect(await Promise.all([post(same), post(same), post(same)])).toEqual([200, 200, 200]);
  expect(counts()).toEqual([1]);
});

it("counts what was left out once although the transaction of it was rolled back and done again", async () => {
  const jobs = events();
  const late = anAlertReport({ state: "resolved" });
  const taken = jobs.delivered({ id: "pushed", scope: DEFAULT_SCOPE }, [late, late], {}, undefined, NOW);
  const fails: Job = {
    step: () => {
      throw new Error("of another job in the same transaction");
    },
    committed: () => {},
    failed: () => {},
  };
  bench.queue.add(fails);
  expect((await taken).ok).toBe(true);
  expect(bench.rolledBack).toHaveLength(1);
  expect(ignored()).toEqual([["ignored.resolveWithoutAlert", 2]]);
});

it("keeps the counts of what was committed when the poll that was to tell of them is rolled back", async () => {
  await bench.push("pushed", [anAlertReport({ state: "resolved" })]);
  const jobs = events();
  jobs.heartbeat("pushed", NOW);
  bench.queue.add({
    step: () => {
      throw new Error("of another job in the same transaction");
    },
    committed: () => {},
    failed: () => {},
  });
  await bench.settle();
  expect(bench.rolledBack).toHaveLength(1);
  jobs.heartbeat("pushed", NOW);
  await bench.settle();
  expect(ignored()).toEqual([["ignored.resolveWithoutAlert", 1]]);
});

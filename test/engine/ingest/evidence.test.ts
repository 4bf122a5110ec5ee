import { setImmediate as turn } from "node:timers/promises";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { EvidenceSeries, Result } from "../../../electron/engine/connectors/connector.ts";
import { EvidenceCollector } from "../../../electron/engine/ingest/evidence.ts";
import { applyStep } from "../../../electron/engine/store/incidents.ts";
import { logHead } from "../../../electron/engine/store/event-log.ts";
import type { IncidentId } from "../../../shared/domain/incident.ts";
import type { Proposal } from "../../../shared/domain/proposal.ts";
import { START } from "../../../shared/domain/position.ts";
import { DEFAULT_SCOPE } from "../../../shared/domain/scope.ts";
import { IngestBench, NOW } from "../../builders/ingest.ts";
import { anAlertReport } from "../../builders/report.ts";

let bench: IngestBench;
let now: number;
let asked: string[];
let errors: unknown[];
let isMended: boolean;
beforeEach(() => {
  bench = new IngestBench();
  for (const id of ["broken", "prometheus"]) bench.addSource(id);
  now = NOW;
  asked = [];
  errors = [];
  isMended = false;
});
afterEach(() => bench.close());

const collector = () =>
  new EvidenceCollector({
    db: bench.db,
    sources: { evidence: (id, { name }) => answer(id, name) },
    queue: bench.queue,
    now: () => now,
    mask: (text) => bench.masker.mask(text),
    onError: (error) => errors.push(error),
  });

async function answer(sourceId: string, name: string): Promise<Result<EvidenceSeries[]>> {
  asked.push(`${name} of ${sourceId}`);
  if (sourceId === "broken" && !isMended) throw new TypeError("a connector's fault");
  const label = `${name} {user="jane.doe@example.com"}`;
  return { ok: true, value: [{ label, unit: "s", threshold: null, points: [[now, 1]] }] };
}

/** Opens incidents of one alert each, named after it. */
async function open(...names: string[]): Promise<void> {
  const reports = names.map((name) => anAlertReport({ name, labels: { service: name } }));
  await bench.list("broken", reports);
  await bench.list("prometheus", reports);
  const upTo = logHead(bench.db);
  const rows = bench.db.prepare("SELECT name, fingerprint FROM alert").all() as { name: string; fingerprint: never }[];
  const proposals = rows.flatMap(({ name, fingerprint }): Proposal[] => {
    const incidentId = `INC-${name}` as IncidentId;
    return [
      { kind: "open", incidentId, scope: DEFAULT_SCOPE, startedAt: NOW, openedAt: NOW },
      { kind: "join", incidentId, fingerprint, at: NOW, reasons: [] },
    ];
  });
  const numbered = proposals.map((proposal, ordinal) => ({ position: upTo, ordinal, proposal }));
  await bench.urgent(() => void applyStep(bench.db, { after: START, upTo, proposals: numbered, state: [] }, NOW));
}

async function run(evidence: EvidenceCollector): Promise<string[]> {
  asked = [];
  evidence.run();
  for (let i = 0; i < 20; i++) await turn();
  return asked;
}

it("goes on with the incidents that were open before a restart, masks names and bears a source that breaks", async () => {
  await open("Slow");
  expect(await run(collector())).toEqual(["Slow of broken", "Slow of prometheus"]);
  expect(errors).toHaveLength(1);
  const labels = bench.db.prepare("SELECT label FROM evidence").pluck().all();
  expect(labels).toHaveLength(1);
  expect(JSON.stringify(labels)).not.toContain("jane.doe");
});

const failures = () => bench.db.prepare("SELECT source_id, message, at FROM evidence_failure").raw().all();

it("keeps why a source gave no metrics with the incident until it gives some", async () => {
  await open("Slow");
  const evidence = collector();
  await run(evidence);
  expect(failures()).toEqual([["broken", expect.stringContaining("a connector's fault"), NOW]]);
  now += 30_000;
  isMended = true;
  await run(evidence);
  expect(failures()).toEqual([]);
});

it("serves the incident that has waited longest, so that none is forgotten", async () => {
  const names = ["A", "B", "C"];
  await open(...names);
  const evidence = collector();
  const served: string[] = [];
  for (let i = 0; i < 6; i++) {
    served.push((await run(evidence))[0]!.charAt(0));
    now += 30_000;
  }
  expect(served.slice(0, 3).toSorted()).toEqual(names);
  expect(served.slice(3)).toEqual(served.slice(0, 3));
});

it("goes on seldom while nothing changes, and ends with the incident", async () => {
  await open("Slow");
  const evidence = collector();
  await run(evidence);
  now += 600_001;
  expect(await run(evidence)).toHaveLength(2);
  now += 299_999;
  expect(await run(evidence)).toEqual([]);
  bench.db.prepare("UPDATE incident SET state = 1").run();
  now += 1;
  expect(await run(evidence)).toEqual([]);
});

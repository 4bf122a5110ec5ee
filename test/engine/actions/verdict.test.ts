import { afterEach, beforeEach, expect, it } from "vitest";
import { Analysis } from "../../../electron/engine/analysis/index.ts";
import { loadAnalysisState } from "../../../electron/engine/store/analysis-state.ts";
import { readEvents } from "../../../electron/engine/store/event-log.ts";
import { tickJob } from "../../../electron/engine/ingest/tick.ts";
import { applyStep } from "../../../electron/engine/store/incidents.ts";
import { listAudit } from "../../../electron/engine/store/read-audit.ts";
import { getIncident } from "../../../electron/engine/store/read-incident.ts";
import { DEFAULT_SCOPE } from "../../../shared/domain/scope.ts";
import type { Verdict } from "../../../shared/domain/verdict.ts";
import { textOf } from "../../../shared/strings/index.ts";
import { IngestBench, NOW } from "../../builders/ingest.ts";
import { anAlertReport } from "../../builders/report.ts";
import { aMerge, aNotCause, aSplit } from "../../builders/verdict.ts";

const MINUTE = 60_000;
let bench: IngestBench;
let now = NOW;

beforeEach(async () => {
  bench = new IngestBench();
  now = NOW;
  bench.addSource("am");
  await fire("orders-db", "Pool", "checkout");
});
afterEach(() => bench.close());

/** Two alerts of one workload, or of one that is alone. */
async function fire(...services: string[]): Promise<void> {
  const reports = services.map((service, index) =>
    anAlertReport({
      handle: `h-${service}`,
      name: "Down",
      at: NOW - 1_000 + index,
      labels: { service, deployment: service === "Pool" ? "orders" : service },
    }),
  );
  await bench.push("am", reports, now);
  await pass();
}

/** A minute passes, and analysis reads what is in the log. */
async function pass(): Promise<void> {
  now += MINUTE;
  bench.queue.add(tickJob(() => now));
  await bench.settle();
  const { rows, upTo } = loadAnalysisState(bench.db);
  const step = Analysis.restore(rows, upTo).read(readEvents(bench.db, upTo, 1_000));
  bench.db.transaction(() => applyStep(bench.db, step, now))();
}

type Member = { incidentId: string; entityId: string; name: string };
const members = (): Member[] =>
  bench.db
    .prepare(
      `SELECT a.incident_id AS incidentId, a.entity_id AS entityId, e.name FROM alert a JOIN entity e ON e.id = a.entity_id
       WHERE a.incident_id IS NOT NULL ORDER BY e.name`,
    )
    .all() as Member[];
const incidentOf = (name: string): Member => members().find((member) => member.name === name)!;
const detail = (id: string) => getIncident(bench.db, [DEFAULT_SCOPE], id, now)!;
const give = (...verdicts: Verdict[]) => bench.command("giveVerdicts", { verdicts }, now);
const wordsOf = (id: string) => detail(id).history.map(({ by, message }) => `${by ?? "engine"}: ${textOf(message)}`);

it("merges, is told in both histories and in the audit, and is undone to what was", async () => {
  const [one, other] = [incidentOf("orders-db").incidentId, incidentOf("checkout").incidentId];
  expect(one).not.toBe(other);
  const { verdictIds } = await give(aMerge(one, other));
  expect(wordsOf(one)).toContain(`anna: Merge with ${other}: they are one case`);
  expect(wordsOf(other)).toContain(`anna: Merge with ${one}: they are one case`);
  await pass();
  const root = incidentOf("orders-db").incidentId;
  expect(incidentOf("checkout").incidentId).toBe(root);
  expect(detail(root).verdicts.map(({ id }) => id)).toEqual(verdictIds);

  await bench.command("takeBack", { verdictId: verdictIds[0]! }, now);
  await pass();
  await pass();
  expect([incidentOf("orders-db").incidentId, incidentOf("checkout").incidentId].sort()).toEqual([one, other].sort());
  for (const id of [one, other])
    expect(detail(id)).toMatchObject({ state: "open", mergedInto: null, alertCount: 1, verdicts: [] });
  const actions = listAudit(bench.db, [DEFAULT_SCOPE], { offset: 0, limit: 20 }).rows.map(({ action }) => action);
  expect(actions).toEqual(expect.arrayContaining(["verdict.merge", "undo-verdict.merge"]));
});

it("splits an entity out of a merged incident, whose history says what went and by whose word", async () => {
  await give(aMerge(incidentOf("orders-db").incidentId, incidentOf("checkout").incidentId));
  await pass();
  const { incidentId, entityId } = incidentOf("checkout");
  await give(aSplit(incidentId, entityId));
  await pass();
  await pass();
  const out = incidentOf("checkout").incidentId;
  expect(out).not.toBe(incidentOf("orders-db").incidentId);
  expect(wordsOf(incidentId)).toContain("anna: Split: checkout is another case");
  expect(detail(out).grouping.map(({ code }) => code)).toContain("grouping.operator");
});

it("rules out a cause once, and no second time", async () => {
  const { incidentId, entityId } = incidentOf("orders-db");
  await give(aNotCause(incidentId, entityId));
  await pass();
  expect(detail(incidentId).causes.at(-1)).toMatchObject({ entityId, probability: 0 });
  await expect(give(aNotCause(incidentId, entityId))).rejects.toThrow("command.ruledOutAlready");
});

it("refuses what cannot be acted on, and then writes nothing of all that was said", async () => {
  const { incidentId, entityId } = incidentOf("orders-db");
  const other = incidentOf("checkout");
  const refused: [Verdict, string][] = [
    [aMerge(incidentId, incidentId), "command.mergeUnlike"],
    [aMerge(incidentId, "INC-00000000"), "command.verdictClosed"],
    [aSplit(incidentId, other.entityId), "command.splitNothing"],
    [aSplit(incidentId, entityId), "command.splitAll"],
    [aNotCause("INC-00000000", entityId), "command.notFound"],
  ];
  for (const [verdict, code] of refused)
    await expect(give(aMerge(incidentId, other.incidentId), verdict)).rejects.toThrow(code);
  expect(detail(incidentId).verdicts).toEqual([]);
  await expect(bench.command("takeBack", { verdictId: "none" })).rejects.toThrow("command.notFound");
});

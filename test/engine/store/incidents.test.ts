import { afterEach, beforeEach, expect, it } from "vitest";
import {
  addIncidentSource,
  findAlertById,
  insertAlert,
  putAlertSources,
  setAcknowledgement,
  updateAlert,
} from "../../../electron/engine/store/alerts.ts";
import { loadAnalysisState } from "../../../electron/engine/store/analysis-state.ts";
import {
  addNote,
  applyStep,
  findIncidentHead,
  firingAlertsOf,
  recordHistory,
  setOwner,
} from "../../../electron/engine/store/incidents.ts";
import type { Fingerprint } from "../../../shared/domain/alert.ts";
import type { Cause, IncidentId } from "../../../shared/domain/incident.ts";
import { START } from "../../../shared/domain/position.ts";
import type { AnalysisStep, JoinReason, Proposal, StateRow } from "../../../shared/domain/proposal.ts";
import { DEFAULT_SCOPE } from "../../../shared/domain/scope.ts";
import type { Severity } from "../../../shared/domain/severity.ts";
import { anAlert } from "../../builders/alert.ts";
import { NOW, StoreFile } from "../../builders/store.ts";

let store: StoreFile;
beforeEach(() => void (store = new StoreFile()));
afterEach(() => store.remove());

const [A, B] = ["INC-AAAA", "INC-BBBB"] as [IncidentId, IncidentId];
const at = (position: number) => ({ partition: 0, position });

/** A step over the log positions after `after`, one per proposal. */
function aStep(after: number, proposals: readonly Proposal[], state: StateRow[] = []): AnalysisStep {
  const numbered = proposals.map((proposal, index) => ({ position: at(after + 1 + index), ordinal: 0, proposal }));
  return { after: at(after), upTo: at(after + Math.max(1, proposals.length)), proposals: numbered, state };
}

let reached = 0;
beforeEach(() => void (reached = 0));

/** Applies proposals where the last call ended. */
function propose(...proposals: Proposal[]) {
  const step = aStep(reached, proposals);
  reached = step.upTo.position;
  return applyStep(store.db, step, NOW);
}

const open = (incidentId: IncidentId, startedAt = NOW): Proposal => ({
  kind: "open",
  incidentId,
  scope: DEFAULT_SCOPE,
  startedAt,
  openedAt: NOW,
});
const join = (incidentId: IncidentId, fingerprint: string, reasons: JoinReason[] = [], when = NOW): Proposal => ({
  kind: "join",
  incidentId,
  fingerprint: fingerprint as Fingerprint,
  at: when,
  reasons,
});
const cause = (entity: string | null, probability = 0.8): Cause => ({
  rank: 1,
  kind: entity === null ? "unknown" : "entity",
  entityId: entity as Cause["entityId"],
  entityName: entity,
  what: { code: "what", params: {} },
  probability,
  reasons: [],
});
const assess = (incidentId: IncidentId, severity: Severity, first: string | null): Proposal => ({
  kind: "assess",
  incidentId,
  at: NOW,
  severity,
  headline: { code: "headline", params: { first: first ?? "" } },
  causes: [cause(first)],
  changes: [],
  grouping: [],
  model: "m1",
});
const because = (code: string): JoinReason => ({ code, params: {}, weight: 1 });

function alerts(...fingerprints: string[]): number[] {
  return fingerprints.map((fingerprint) => insertAlert(store.db, anAlert({ fingerprint })));
}

const historyOf = (id: string) =>
  (
    store.db
      .prepare("SELECT version, kind, message FROM incident_history WHERE incident_id = ? ORDER BY version")
      .all(id) as { version: number; kind: string; message: string }[]
  ).map(({ version, kind, message }) => ({
    version,
    kind,
    ...(JSON.parse(message) as { params: Record<string, unknown> }).params,
  }));
const membersOf = (id: string) =>
  store.db
    .prepare("SELECT alert_id FROM incident_alert WHERE incident_id = ? AND left_position IS NULL ORDER BY alert_id")
    .pluck()
    .all(id);
const sourcesOf = (id: string) =>
  store.db.prepare("SELECT source_id FROM incident_source WHERE incident_id = ? ORDER BY source_id").pluck().all(id);
const rowOf = (id: string) =>
  store.db.prepare("SELECT * FROM incident WHERE id = ?").get(id) as Record<string, unknown>;

it("opens an incident with its alerts, says so once, and counts them", () => {
  const [one, two] = alerts("alert-one", "alert-two");
  const applied = propose(open(A, NOW - 5), join(A, "alert-one"), join(A, "alert-two"), assess(A, "critical", "db-1"));
  expect(applied).toEqual({ applied: 4, repeated: 0, missing: 0, opened: [A], changed: [A] });
  expect(membersOf(A)).toEqual([one, two]);
  expect(findAlertById(store.db, one!)?.incidentId).toBe(A);
  expect(historyOf(A)).toEqual([
    { version: 1, kind: "opened", count: 2 },
    { version: 2, kind: "cause", name: "db-1", probabilityShare: 0.8 },
  ]);
  expect(findIncidentHead(store.db, A)).toMatchObject({
    alertCount: 2,
    severity: 4,
    startedAt: NOW - 5,
    version: 2,
    membershipVersion: 1,
    lead: "db-1",
  });
  expect(rowOf(A)).toMatchObject({ headline: '{"code":"headline","params":{"first":"db-1"}}', model: "m1" });
});

it("writes one entry for many alerts that join in a step", () => {
  alerts("alert-0");
  propose(open(A), join(A, "alert-0"));
  const more = Array.from({ length: 300 }, (_, index) => `alert-${index + 1}`);
  alerts(...more);
  propose(...more.map((fingerprint) => join(A, fingerprint)));
  expect(historyOf(A).slice(1)).toEqual([{ version: 2, kind: "grew", count: 300, total: 301 }]);
  expect(findIncidentHead(store.db, A)).toMatchObject({ alertCount: 301, membershipVersion: 2 });
  expect(store.db.prepare("SELECT joined FROM incident_rate WHERE incident_id = ?").pluck().all(A)).toEqual([301]);
});

it("counts what joins where it began to fire, so that a first reading of old alerts moves nothing", () => {
  const [old] = alerts("old");
  store.db.prepare("UPDATE alert SET started_at = ? WHERE id = ?").run(NOW - 7_200_000, old);
  propose(open(A, NOW - 7_200_000), join(A, "old"));
  const spans = store.db.prepare("SELECT span FROM incident_rate WHERE incident_id = ?").pluck();
  expect(spans.all(A)).toEqual([Math.floor((NOW - 7_200_000) / 150_000)]);
  expect(findIncidentHead(store.db, A)?.movingUntil).toBeNull();
  alerts("fresh");
  propose(join(A, "fresh"));
  expect(spans.all(A)).toContain(Math.floor(NOW / 150_000));
  expect(findIncidentHead(store.db, A)?.movingUntil).toBe(NOW + 300_000);
});

it("counts no alert later than its joining, whatever its row has come to say since", () => {
  const [restarted] = alerts("restarted");
  store.db.prepare("UPDATE alert SET started_at = ? WHERE id = ?").run(NOW + 7_200_000, restarted);
  propose(open(A), join(A, "restarted"));
  expect(findIncidentHead(store.db, A)?.movingUntil).toBe(NOW + 300_000);
});

it("writes an entry when severity or first cause change, and none when an assessment repeats itself", () => {
  alerts("alert-one");
  propose(open(A), join(A, "alert-one"), assess(A, "minor", null));
  propose(assess(A, "minor", null));
  expect(historyOf(A).map(({ kind }) => kind)).toEqual(["opened"]);
  propose(assess(A, "major", "db-1"));
  propose(assess(A, "major", "db-1"));
  propose(assess(A, "warning", "cache-1"));
  propose(assess(A, "warning", null));
  expect(historyOf(A).slice(1)).toEqual([
    { version: 2, kind: "severity", from: "minor", to: "major" },
    { version: 3, kind: "cause", name: "db-1", probabilityShare: 0.8 },
    { version: 4, kind: "severity", from: "major", to: "warning" },
    { version: 5, kind: "cause", name: "cache-1", probabilityShare: 0.8 },
    { version: 6, kind: "cause" },
  ]);
  expect(findIncidentHead(store.db, A)?.membershipVersion).toBe(4);
});

it("applies a step once, however often it comes", () => {
  alerts("alert-one", "alert-two");
  const step = aStep(0, [open(A), join(A, "alert-one"), join(A, "alert-two")], [{ key: "k", value: "1" }]);
  applyStep(store.db, step, NOW);
  const before = [rowOf(A), historyOf(A)];
  expect(applyStep(store.db, step, NOW)).toEqual({ applied: 0, repeated: 3, missing: 0, opened: [], changed: [] });
  expect([rowOf(A), historyOf(A)]).toEqual(before);
});

it("applies only what is new of a step that overlaps the last one, also within one position", () => {
  alerts("alert-one", "alert-two", "alert-three");
  const proposals = [open(A), join(A, "alert-one"), join(A, "alert-two"), join(A, "alert-three")].map(
    (proposal, ordinal) => ({
      position: at(5),
      ordinal,
      proposal,
    }),
  );
  applyStep(store.db, { after: at(0), upTo: at(5), proposals: proposals.slice(0, 2), state: [] }, NOW);
  const again = applyStep(store.db, { after: START, upTo: at(5), proposals, state: [] }, NOW);
  expect(again).toMatchObject({ applied: 2, repeated: 2 });
  expect(findIncidentHead(store.db, A)?.alertCount).toBe(3);
});

it("keeps state and progress with the proposals, and drops rows whose value is null", () => {
  applyStep(
    store.db,
    aStep(
      0,
      [],
      [
        { key: "a", value: "1" },
        { key: "b", value: "2" },
      ],
    ),
    NOW,
  );
  applyStep(
    store.db,
    {
      after: at(1),
      upTo: { partition: 2, position: 9 },
      proposals: [],
      state: [
        { key: "a", value: null },
        { key: "b", value: "3" },
      ],
    },
    NOW,
  );
  expect(loadAnalysisState(store.db)).toEqual({
    upTo: { partition: 2, position: 9 },
    rows: [{ key: "b", value: "3" }],
  });
});

it("does not let an old step undo newer state", () => {
  applyStep(store.db, aStep(0, [open(A), open(B)], [{ key: "k", value: "new" }]), NOW);
  applyStep(store.db, aStep(0, [open(A)], [{ key: "k", value: "old" }]), NOW);
  expect(loadAnalysisState(store.db)).toEqual({ upTo: at(2), rows: [{ key: "k", value: "new" }] });
});

it("refuses a gap and a proposal outside its step", () => {
  expect(() => applyStep(store.db, aStep(7, [open(A)]), NOW)).toThrow("begins after 7, but analysis has come to 0");
  const outside = {
    after: at(0),
    upTo: at(1),
    proposals: [{ position: at(2), ordinal: 0, proposal: open(A) }],
    state: [],
  };
  expect(() => applyStep(store.db, outside, NOW)).toThrow("outside its step");
});

it("counts what retention has removed, and applies the rest", () => {
  alerts("alert-one");
  const applied = propose(open(A), join(A, "gone-alert"), join(A, "alert-one"), join(B, "alert-one"), {
    kind: "resolve",
    incidentId: B,
    at: NOW,
  });
  expect(applied).toMatchObject({ applied: 2, missing: 3 });
  expect(findIncidentHead(store.db, A)?.alertCount).toBe(1);
});

it("resolves and reopens, each said once", () => {
  alerts("alert-one");
  propose(open(A), join(A, "alert-one"));
  propose({ kind: "resolve", incidentId: A, at: NOW + 90_000 });
  propose({ kind: "resolve", incidentId: A, at: NOW + 95_000 });
  expect(findIncidentHead(store.db, A)).toMatchObject({ state: 1, resolvedAt: NOW + 90_000, movingUntil: null });
  propose({ kind: "reopen", incidentId: A, at: NOW + 99_000 });
  expect(findIncidentHead(store.db, A)).toMatchObject({ state: 0, resolvedAt: null });
  expect(historyOf(A).slice(1)).toEqual([
    { version: 2, kind: "resolved", lastedMs: 90_000 },
    { version: 3, kind: "reopened" },
  ]);
});

it("merges: members keep their reasons and get those of the merge, owner and rates come along, both histories say so", () => {
  const [one, two, three] = alerts("alert-one", "alert-two", "alert-three");
  putAlertSources(store.db, [
    {
      alertId: two!,
      sourceId: "prom",
      handle: "h",
      state: "firing",
      mutings: [],
      reportHash: "",
    },
  ]);
  propose(
    open(A),
    join(A, "alert-one", [because("first")]),
    open(B, NOW - 60),
    join(B, "alert-two", [because("near")]),
    join(B, "alert-three"),
  );
  setOwner(store.db, B, "ada", "ada", NOW);
  propose({ kind: "merge", incidentId: A, absorbed: B, at: NOW, reasons: [because("same cause")] });
  expect(membersOf(A)).toEqual([one, two, three]);
  expect(membersOf(B)).toEqual([]);
  const reasons = store.db
    .prepare("SELECT reasons FROM incident_alert WHERE incident_id = ? ORDER BY alert_id")
    .pluck()
    .all(A) as string[];
  expect(reasons.map((text) => (JSON.parse(text) as JoinReason[]).map(({ code }) => code))).toEqual([
    ["first"],
    ["near", "same cause"],
    ["same cause"],
  ]);
  expect(findIncidentHead(store.db, A)).toMatchObject({
    alertCount: 3,
    startedAt: NOW - 60,
    owner: "ada",
    membershipVersion: 2,
  });
  expect(findIncidentHead(store.db, B)).toMatchObject({ state: 2, mergedInto: A });
  expect(historyOf(A).at(-1)).toEqual({ version: 2, kind: "merged", absorbed: B, count: 2 });
  expect(historyOf(B).at(-1)).toEqual({ version: 3, kind: "merged", into: A });
  expect(findAlertById(store.db, two!)?.incidentId).toBe(A);
  expect(store.db.prepare("SELECT sum(joined) FROM incident_rate WHERE incident_id = ?").pluck().get(A)).toBe(3);
  expect(store.db.prepare("SELECT source_id FROM incident_source WHERE incident_id = ?").pluck().all(A)).toEqual([
    "prom",
  ]);
});

it("moves an alert to another incident: an open one loses it and says so, a resolved one keeps it as what it had", () => {
  const [one, two] = alerts("alert-one", "alert-two");
  propose(open(A), join(A, "alert-one"), join(A, "alert-two"), open(B));
  propose(join(B, "alert-one"));
  expect([membersOf(A), membersOf(B)]).toEqual([[two], [one]]);
  expect(historyOf(A).at(-1)).toEqual({ version: 2, kind: "split", count: 1, total: 1 });
  propose({ kind: "resolve", incidentId: A, at: NOW });
  propose(join(B, "alert-two"));
  expect([membersOf(A), membersOf(B)]).toEqual([[two], [one, two]]);
  expect(findIncidentHead(store.db, A)).toMatchObject({ alertCount: 1, state: 1 });
  expect(findAlertById(store.db, two!)?.incidentId).toBe(B);
});

it("knows the sources that an alert gained while it belonged to another incident, once it is back", () => {
  const [one] = alerts("alert-one");
  propose(open(A), join(A, "alert-one"), open(B));
  propose(join(B, "alert-one"));
  const view = { alertId: one!, handle: "h", state: "firing", mutings: [], reportHash: "r" } as const;
  putAlertSources(store.db, [{ ...view, sourceId: "zabbix" }]);
  addIncidentSource(store.db, one!, "zabbix");
  expect(sourcesOf(A)).toEqual([]);
  propose(join(A, "alert-one"));
  expect([sourcesOf(A), sourcesOf(B)]).toEqual([["zabbix"], ["zabbix"]]);
});

it("takes a member that joins again as movement, not as growth", () => {
  alerts("alert-one");
  propose(open(A), join(A, "alert-one", [because("old")]));
  store.db.prepare("UPDATE alert SET started_at = ?").run(NOW + 1_000);
  propose(join(A, "alert-one", [because("new")], NOW + 1_000));
  expect(historyOf(A)).toHaveLength(1);
  expect(findIncidentHead(store.db, A)).toMatchObject({ alertCount: 1, movingUntil: NOW + 301_000 });
  expect(store.db.prepare("SELECT reasons FROM incident_alert").pluck().get()).toContain("new");
});

it("falls in priority when it is acknowledged and when it has settled, and rises when it moves again", () => {
  const [one] = alerts("alert-one");
  const priority = () => rowOf(A).priority as number;
  propose(open(A), join(A, "alert-one"), assess(A, "major", null));
  const fresh = priority();
  setAcknowledgement(store.db, one!, { state: "sent", by: "ada", at: NOW, until: null });
  expect(priority()).toBe(fresh);
  setAcknowledgement(store.db, one!, { state: "confirmed", by: "ada", at: NOW, until: null });
  const acknowledged = priority();
  expect(acknowledged).toBeLessThan(fresh);
  const quiet = applyStep(store.db, aStep(reached, []), NOW + 300_000);
  reached += 1;
  expect(quiet.changed).toEqual([A]);
  expect(priority()).toBeLessThan(acknowledged);
  expect(findIncidentHead(store.db, A)?.movingUntil).toBeNull();
  alerts("alert-two");
  propose(join(A, "alert-two", [], NOW + 1));
  expect(priority()).toBeGreaterThan(acknowledged);
});

it("tells which alerts of an incident fire", () => {
  const [one] = alerts("alert-one");
  insertAlert(store.db, anAlert({ fingerprint: "alert-muted", state: "suppressed" }));
  const over = insertAlert(store.db, anAlert({ fingerprint: "alert-over" }));
  propose(open(A), join(A, "alert-one"), join(A, "alert-muted"), join(A, "alert-over"));
  updateAlert(store.db, over, anAlert({ fingerprint: "alert-over", state: "resolved", resolvedAt: NOW, version: 2 }));
  expect(firingAlertsOf(store.db, A).map(({ id }) => id)).toEqual([one]);
});

it("appends what people do to the history, under versions that grow by one", () => {
  propose(open(A));
  expect(addNote(store.db, A, "ada", "looking at it", NOW)).toBe(2);
  expect(setOwner(store.db, A, "ada", "ada", NOW)).toBe(3);
  expect(setOwner(store.db, A, "ada", null, NOW)).toBe(4);
  expect(
    recordHistory(store.db, A, {
      at: NOW,
      kind: "acknowledged",
      by: "ada",
      message: { code: "x", params: { count: 1 } },
    }),
  ).toBe(5);
  expect(historyOf(A).slice(1)).toEqual([
    { version: 2, kind: "note", text: "looking at it" },
    { version: 3, kind: "owner", owner: "ada" },
    { version: 4, kind: "owner" },
    { version: 5, kind: "acknowledged", count: 1 },
  ]);
  expect(findIncidentHead(store.db, A)).toMatchObject({ version: 5, owner: null, membershipVersion: 1 });
  expect(() => addNote(store.db, B, "ada", "nowhere", NOW)).toThrow(B);
});

import { afterEach, beforeEach, expect, it } from "vitest";
import { findAlertById, insertAlert, putAlertSources, updateAlert } from "../../../electron/engine/store/alerts.ts";
import { appendAudit, verifyAudit } from "../../../electron/engine/store/audit.ts";
import { putChange } from "../../../electron/engine/store/changes.ts";
import { insertEntity, putAlias, replaceEntity } from "../../../electron/engine/store/entities.ts";
import { joinEntities } from "../../../electron/engine/store/entity-joins.ts";
import { appendEvents, logHead, readEvents } from "../../../electron/engine/store/event-log.ts";
import { putEvidence } from "../../../electron/engine/store/evidence.ts";
import { applyStep, findIncidentHead } from "../../../electron/engine/store/incidents.ts";
import { insertItem, updateItem } from "../../../electron/engine/store/outbox.ts";
import { listPartitions } from "../../../electron/engine/store/partitions.ts";
import { rememberPush } from "../../../electron/engine/store/pushes.ts";
import { bytesInUse, retentionSlice } from "../../../electron/engine/store/retention.ts";
import { addToMinute } from "../../../electron/engine/store/rollups.ts";
import { putSource, removeSource } from "../../../electron/engine/store/sources.ts";
import type { Fingerprint } from "../../../shared/domain/alert.ts";
import type { EntityId } from "../../../shared/domain/entity.ts";
import type { IncidentId } from "../../../shared/domain/incident.ts";
import { type Position, START } from "../../../shared/domain/position.ts";
import type { Proposal } from "../../../shared/domain/proposal.ts";
import { DEFAULT_SCOPE } from "../../../shared/domain/scope.ts";
import { anAlert } from "../../builders/alert.ts";
import { anAlertBody } from "../../builders/log.ts";
import { NOW, StoreFile } from "../../builders/store.ts";

const DAY = 86_400_000;
const KEEP = { days: 30, maximumBytes: Infinity };
/** Everything that ended before `LIMIT` is older than 30 days at `LATER`. */
const LATER = NOW + 31 * DAY;
const LIMIT = NOW + DAY;

let store: StoreFile;
beforeEach(() => void (store = new StoreFile()));
afterEach(() => store.remove());

/** Removes until nothing is left to remove, and adds up what went. */
function retain(policy = KEEP, now = LATER) {
  const sum = { partitions: 0, alerts: 0, incidents: 0 };
  for (let slices = 0; slices < 1_000; slices++) {
    const { done, removed } = retentionSlice(store.db, policy, now);
    sum.partitions += removed.partitions;
    sum.alerts += removed.alerts;
    sum.incidents += removed.incidents;
    if (done) return sum;
  }
  throw new Error("retention never comes to an end");
}

/** Entries received a second apart, ten to a partition. */
function log(count: number, from = NOW, summary = "slow"): Position[] {
  const entries = Array.from({ length: count }, (_, index) => ({
    scope: DEFAULT_SCOPE,
    sourceId: "prom",
    at: from,
    receivedAt: from + index * 1_000,
    body: anAlertBody(`e-${index}`, 0, { summary }),
  }));
  store.db.exec("BEGIN");
  const positions = appendEvents(store.db, entries, { rows: 10, ms: Infinity });
  store.db.exec("COMMIT");
  return positions;
}

/** Analysis has read the log up to here; what it proposes is stored. */
function analysed(proposals: Proposal[] = [], upTo = logHead(store.db)): void {
  const after = store.db.prepare("SELECT position FROM analysis_progress").pluck().get() as number;
  const from = { partition: Math.floor(after / 2 ** 32), position: after % 2 ** 32 };
  const numbered = proposals.map((proposal, ordinal) => ({ position: upTo, ordinal, proposal }));
  applyStep(store.db, { after: from, upTo, proposals: numbered, state: [] }, LATER);
}

const count = (table: string): number => store.db.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number;
const partitionTables = (): unknown =>
  store.db
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name GLOB 'log_[0-9]*' ORDER BY name")
    .pluck()
    .all();

/** An alert that was resolved `at`. `position`: of its entry in the log, by default one that analysis has read. */
function resolved(fingerprint: string, at = NOW, position = 0): number {
  const id = insertAlert(store.db, anAlert({ fingerprint }));
  updateAlert(store.db, id, anAlert({ fingerprint, state: "resolved", resolvedAt: at, version: 2, position }));
  return id;
}

const [A, B] = ["INC-AAAA", "INC-BBBB"] as [IncidentId, IncidentId];
const incident = (incidentId: IncidentId, ...fingerprints: string[]): Proposal[] => [
  { kind: "open", incidentId, scope: DEFAULT_SCOPE, startedAt: NOW, openedAt: NOW },
  ...fingerprints.map((fingerprint): Proposal => ({
    kind: "join",
    incidentId,
    fingerprint: fingerprint as Fingerprint,
    at: NOW,
    reasons: [],
  })),
];
const resolve = (incidentId: IncidentId, at = NOW): Proposal => ({ kind: "resolve", incidentId, at });

it("has nothing to do in a new database", () => {
  expect(retentionSlice(store.db, KEEP, LATER)).toEqual({
    done: true,
    removed: { partitions: 0, alerts: 0, incidents: 0 },
  });
});

it("drops whole partitions once all of them is too old, and reads on from there", () => {
  log(20);
  log(15, LIMIT);
  analysed();
  expect(retain()).toMatchObject({ partitions: 2 });
  expect(partitionTables()).toEqual(["log_2", "log_3"]);
  expect(listPartitions(store.db).map(({ partition }) => partition)).toEqual([2, 3]);
  expect(readEvents(store.db, START, 100).map(({ position }) => position.position)).toEqual(
    Array.from({ length: 15 }, (_, index) => index + 21),
  );
});

it("keeps a partition whose last entry is just young enough", () => {
  log(10, LIMIT - 9_000);
  log(1, LATER);
  analysed();
  expect(retain().partitions).toBe(0);
  expect(retain(KEEP, LATER + 1).partitions).toBe(1);
});

it("empties a partition in several slices and hides it meanwhile", () => {
  store.db.exec("BEGIN");
  appendEvents(
    store.db,
    Array.from({ length: 7_000 }, (_, index) => ({
      scope: DEFAULT_SCOPE,
      sourceId: "s",
      at: NOW,
      receivedAt: NOW,
      body: anAlertBody(`e-${index}`, 0),
    })),
  );
  appendEvents(store.db, [
    { scope: DEFAULT_SCOPE, sourceId: "s", at: LATER, receivedAt: LATER, body: { kind: "tick" } },
  ]);
  store.db.exec("COMMIT");
  analysed();
  const reader = store.reader();
  expect(retentionSlice(store.db, KEEP, LATER)).toMatchObject({ done: false, removed: { partitions: 0 } });
  expect(readEvents(reader, START, 10)).toHaveLength(1);
  let slices = 0;
  for (; partitionTables() instanceof Array && (partitionTables() as string[]).length > 1; slices++)
    retentionSlice(store.db, KEEP, LATER);
  expect(slices).toBeGreaterThan(3);
  expect(readEvents(reader, START, 10)).toHaveLength(1);
});

it("never removes the newest partition, nor one that analysis has not read", () => {
  const positions = log(25);
  expect(retain().partitions).toBe(0);
  analysed([], positions[9]!);
  expect(retain().partitions).toBe(1);
  analysed();
  expect(retain().partitions).toBe(1);
  expect(listPartitions(store.db)).toHaveLength(1);
  expect(log(1)[0]?.position).toBe(26);
});

it("removes old partitions for room, the oldest first and no more than needed", () => {
  for (let round = 0; round < 4; round++) log(10, NOW, "x".repeat(200_000));
  log(1);
  analysed();
  const most = 5_000_000;
  expect(bytesInUse(store.db)).toBeGreaterThan(most);
  expect(retain({ days: 365, maximumBytes: most }, NOW + 1)).toMatchObject({ partitions: 2 });
  expect(bytesInUse(store.db)).toBeLessThan(most);
  expect(listPartitions(store.db)[0]?.partition).toBe(2);
});

it("gives much free room back to the file system, and keeps some for the next partition", () => {
  for (let round = 0; round < 4; round++) log(10, NOW, "x".repeat(800_000));
  log(1);
  analysed();
  const pages = (name: string) => Number(store.db.pragma(name, { simple: true }));
  const before = pages("page_count");
  retain({ days: 365, maximumBytes: 10_000_000 }, NOW + 1);
  expect(pages("page_count")).toBeLessThan(before - 1_000);
  expect(pages("freelist_count")).toBeGreaterThan(1_000);
  expect(store.db.pragma("integrity_check", { simple: true })).toBe("ok");
});

it("removes resolved alerts with all that is theirs, and keeps those that hold or ended lately", () => {
  const old = resolved("old-alert");
  putAlertSources(store.db, [
    {
      alertId: old,
      sourceId: "prom",
      handle: "h",
      state: "resolved",
      mutings: [],
      reportHash: "",
    },
  ]);
  const kept = [resolved("late-alert", LIMIT), insertAlert(store.db, anAlert({ fingerprint: "firing-alert" }))];
  expect(retain().alerts).toBe(1);
  expect(findAlertById(store.db, old)).toBeUndefined();
  expect(kept.map((id) => findAlertById(store.db, id)?.id)).toEqual(kept);
  expect([count("alert"), count("alert_seen"), count("alert_source")]).toEqual([2, 2, 0]);
});

it("keeps an alert whose end analysis has not read, however old it is", () => {
  log(2);
  const head = logHead(store.db);
  const id = resolved("unread", NOW, head.partition * 2 ** 32 + head.position);
  expect(retain().alerts).toBe(0);
  expect(findAlertById(store.db, id)).toBeDefined();
  analysed();
  expect(retain().alerts).toBe(1);
});

it("removes more resolved alerts than go into a slice", () => {
  for (let number = 0; number < 450; number++) resolved(`alert-${number}`);
  expect(retain().alerts).toBe(450);
});

it("keeps all that an open incident needs, however old", () => {
  const member = resolved("old-member");
  log(1);
  analysed(incident(A, "old-member"));
  putEvidence(store.db, A, {
    key: "m",
    entityId: "e" as EntityId,
    sourceId: "prom",
    label: "",
    unit: "",
    threshold: null,
    expected: null,
    points: [],
    fetchedAt: NOW,
  });
  const change = {
    id: "c",
    scope: DEFAULT_SCOPE,
    entityId: "e" as EntityId,
    summary: "",
    detail: null,
    by: null,
    endedAt: null,
    sourceId: "ci",
  };
  putChange(store.db, { ...change, at: NOW - DAY }, 1);
  putChange(store.db, { ...change, id: "long-before", at: NOW - DAY - 1 }, 1);
  insertItem(store.db, {
    id: "o",
    scope: DEFAULT_SCOPE,
    kind: "acknowledge",
    idempotencyKey: "o",
    alertId: member,
    incidentId: A,
    sourceId: "am",
    handle: "h",
    seenVersion: 1,
    by: "ada",
    note: "",
    createdAt: NOW,
    until: null,
    nextAttemptAt: null,
    undoes: null,
  });
  updateItem(store.db, "o", { state: "confirmed" });
  expect(retain()).toEqual({ partitions: 0, alerts: 0, incidents: 0 });
  expect(findAlertById(store.db, member)?.incidentId).toBe(A);
  expect([count("incident_alert"), count("evidence"), count("outbox"), count("change")]).toEqual([1, 1, 1, 1]);
});

it("removes a closed incident with its history, its alerts after it, and one that it took in", () => {
  const [one] = [resolved("member-one"), resolved("member-two")];
  putAlertSources(store.db, [
    {
      alertId: one!,
      sourceId: "prom",
      handle: "h",
      state: "resolved",
      mutings: [],
      reportHash: "",
    },
  ]);
  const holds = insertAlert(store.db, anAlert({ fingerprint: "fires-again" }));
  log(1);
  analysed([
    ...incident(A, "member-one", "fires-again"),
    ...incident(B, "member-two"),
    { kind: "merge", incidentId: A, absorbed: B, at: NOW, reasons: [] },
    resolve(A),
  ]);
  expect(retain()).toMatchObject({ incidents: 2, alerts: 2 });
  for (const table of ["incident", "incident_alert", "incident_history", "incident_rate", "incident_source"])
    expect(count(table)).toBe(0);
  expect(findAlertById(store.db, holds)).toMatchObject({ incidentId: null, state: "firing" });
});

it("keeps a merged incident while the one that took it in is kept", () => {
  log(1);
  analysed([...incident(A), ...incident(B), { kind: "merge", incidentId: A, absorbed: B, at: NOW, reasons: [] }]);
  expect(retain().incidents).toBe(0);
  expect(findIncidentHead(store.db, B)).toMatchObject({ mergedInto: A });
});

it("keeps an alert that an action still waits for, and the action", () => {
  const id = resolved("waits");
  insertItem(store.db, {
    id: "o",
    scope: DEFAULT_SCOPE,
    kind: "acknowledge",
    idempotencyKey: "o",
    alertId: id,
    incidentId: null,
    sourceId: "am",
    handle: "h",
    seenVersion: 1,
    by: "ada",
    note: "",
    createdAt: NOW,
    until: null,
    nextAttemptAt: NOW,
    undoes: null,
  });
  expect(retain().alerts).toBe(0);
  updateItem(store.db, "o", { state: "conflict" });
  expect(retain().alerts).toBe(1);
  expect(count("outbox")).toBe(0);
});

it("removes counts, keys of pushes and sources that nothing needs, to the limit exactly", () => {
  const row = { scope: DEFAULT_SCOPE, sourceId: "prom", severity: 3, opened: 1, repeated: 0, resolved: 0 };
  addToMinute(store.db, [
    { ...row, minute: LIMIT / 60_000 - 1 },
    { ...row, minute: LIMIT / 60_000 },
  ]);
  rememberPush(store.db, "otlp", "old", LATER - DAY - 1);
  rememberPush(store.db, "otlp", "new", LATER - DAY);
  const source = {
    scope: DEFAULT_SCOPE,
    kind: "prometheus",
    name: "",
    origin: "form",
    enabled: true,
    canAct: false,
    settings: {},
    intervalMs: 1,
  } as const;
  for (const id of ["gone", "gone-lately", "in-use"]) putSource(store.db, { ...source, id });
  removeSource(store.db, "gone", LIMIT - 1);
  removeSource(store.db, "gone-lately", LIMIT);
  retain();
  expect(store.db.prepare("SELECT minute FROM alert_minute").pluck().all()).toEqual([LIMIT / 60_000]);
  expect(store.db.prepare("SELECT at FROM push_key").pluck().all()).toEqual([LATER - DAY]);
  expect(store.db.prepare("SELECT id FROM source ORDER BY id").pluck().all()).toEqual(["gone-lately", "in-use"]);
});

it("forgets versions of the map from before the log, but not what undoes a join that holds", () => {
  const entity = (id: string) =>
    ({
      id: id as EntityId,
      scope: DEFAULT_SCOPE,
      kind: "service",
      name: id,
      site: null,
      group: null,
      attributes: {},
    }) as const;
  insertEntity(store.db, entity("kept"), 1);
  insertEntity(store.db, entity("joined"), 1);
  putAlias(store.db, DEFAULT_SCOPE, { namespace: "n", value: "v" }, "joined" as EntityId, 1);
  replaceEntity(store.db, { ...entity("kept"), site: "FRA" }, 2);
  joinEntities(store.db, DEFAULT_SCOPE, "kept" as EntityId, "joined" as EntityId, 3);
  log(10);
  log(1, LATER);
  analysed();
  retain();
  expect(store.db.prepare("SELECT id, from_position FROM entity ORDER BY id, from_position").raw().all()).toEqual([
    ["joined", 1],
    ["kept", 2],
  ]);
});

it("never touches the audit", () => {
  appendAudit(store.db, {
    at: 0,
    by: "ada",
    scope: "default",
    action: "note",
    target: "x",
    outcome: "done",
    detail: {},
  });
  retain({ days: 0, maximumBytes: 0 });
  expect(verifyAudit(store.db)).toEqual({ ok: true, entries: 1, brokenAt: null });
});

it("makes room with what has ended when the log alone is not enough, and keeps what has not", () => {
  const ended = resolved("ended", LATER - 3_600_001);
  const justNow = resolved("just-now", LATER - 3_600_000);
  const holds = insertAlert(store.db, anAlert({ fingerprint: "holds" }));
  expect(retain({ days: 365, maximumBytes: 1 })).toMatchObject({ alerts: 1 });
  const left = [ended, justNow, holds].map((id) => findAlertById(store.db, id)?.id);
  expect(left).toEqual([undefined, justNow, holds]);
});

import type { Fingerprint } from "../../../shared/domain/alert.ts";
import type { EntityId } from "../../../shared/domain/entity.ts";
import type { AlertState, Labels, Muting } from "../../../shared/domain/event.ts";
import type { Acknowledgement } from "../../../shared/domain/outbox.ts";
import type { Scope } from "../../../shared/domain/scope.ts";
import { rankOf, severityOf, type Severity } from "../../../shared/domain/severity.ts";
import type { ReadableDb, WritableDb } from "./database.ts";
import { refreshPriority } from "./incident-rows.ts";
import { insertRows, insertText, ROWS_AT_ONCE } from "./insert-rows.ts";
import { acknowledgementOf, acknowledgementRankOf, alertStateOf, FIRING, RESOLVED, stateRankOf } from "./scale.ts";
import { statement, valueStatement } from "./statements.ts";

/** What a transition says of an alert. Times are epoch ms; `position` is that of its log entry, encoded. */
export type AlertRow = {
  scope: Scope;
  fingerprint: Fingerprint;
  name: string;
  state: AlertState;
  severity: Severity;
  summary: string;
  description: string | null;
  labels: Labels;
  entityId: EntityId;
  startedAt: number;
  changedAt: number;
  resolvedAt: number | null;
  lastSeenAt: number;
  version: number;
  position: number;
};

/** What a source says of an alert under one handle. */
export type AlertSourceRow = {
  alertId: number;
  sourceId: string;
  handle: string;
  state: AlertState;
  mutings: readonly Muting[];
  reportHash: string;
};

export type KnownAlertRow = AlertRow & {
  id: number;
  count: number;
  incidentId: string | null;
  acknowledgement: Acknowledgement;
  sources: Omit<AlertSourceRow, "alertId">[];
};

/** Writes an alert that nobody knew, seen once, and returns its id. */
export function insertAlert(db: WritableDb, row: AlertRow): number {
  const { lastInsertRowid } = statement(
    db,
    `INSERT INTO alert (scope, fingerprint, name, state, severity, summary, description, labels, entity_id, reported_entity_id,
       started_at, changed_at, resolved_at, version, position)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    row.scope,
    row.fingerprint,
    row.name,
    stateRankOf(row.state),
    rankOf(row.severity),
    row.summary,
    row.description,
    JSON.stringify(row.labels),
    row.entityId,
    row.entityId,
    row.startedAt,
    row.changedAt,
    row.resolvedAt,
    row.version,
    row.position,
  );
  const id = Number(lastInsertRowid);
  statement(db, "INSERT INTO alert_seen (alert_id, count, last_seen_at) VALUES (?, 1, ?)").run(id, row.lastSeenAt);
  return id;
}

/**
 * Writes a transition of a known alert. One that was resolved and holds again begins a new life: its count starts at
 * one and nobody has acknowledged it; version and incident go on. Otherwise the count stays (`countRepeats` moves it).
 * @throws RangeError for an id that is not stored
 */
export function updateAlert(db: WritableDb, id: number, row: AlertRow): void {
  const state = stateRankOf(row.state);
  const was = valueStatement<[number], number>(db, "SELECT state FROM alert WHERE id = ?").get(id);
  if (was === undefined) throw new RangeError(`no alert has id ${id}`);
  statement(
    db,
    `UPDATE alert SET name = ?, state = ?, severity = ?, summary = ?, description = ?, labels = ?, entity_id = ?,
       started_at = ?, changed_at = ?, resolved_at = ?, version = ?, position = ? WHERE id = ?`,
  ).run(
    row.name,
    state,
    rankOf(row.severity),
    row.summary,
    row.description,
    JSON.stringify(row.labels),
    row.entityId,
    row.startedAt,
    row.changedAt,
    row.resolvedAt,
    row.version,
    row.position,
    id,
  );
  if (was === RESOLVED && state !== RESOLVED) beginLife(db, id, row.lastSeenAt);
  else seeAt(db, id, row.lastSeenAt);
}

/** What the end of an alert changes: none of its texts. */
export type EndedAlert = Pick<AlertRow, "changedAt" | "lastSeenAt" | "version" | "position"> & { id: number };

const END = `UPDATE alert SET state = ${RESOLVED}, changed_at = ?, resolved_at = ?, version = ?, position = ? WHERE id = ?`;

/** Writes that an alert has ended (epoch ms). @throws RangeError for an id that is not stored */
export function endAlert(db: WritableDb, alert: EndedAlert, resolvedAt: number): void {
  const { changes } = statement(db, END).run(alert.changedAt, resolvedAt, alert.version, alert.position, alert.id);
  if (changes === 0) throw new RangeError(`no alert has id ${alert.id}`);
  seeAt(db, alert.id, alert.lastSeenAt);
}

function seeAt(db: WritableDb, id: number, at: number): void {
  statement(db, "UPDATE alert_seen SET last_seen_at = max(last_seen_at, ?) WHERE alert_id = ?").run(at, id);
}

function beginLife(db: WritableDb, id: number, lastSeenAt: number): void {
  statement(db, "UPDATE alert_seen SET count = 1, last_seen_at = ? WHERE alert_id = ?").run(lastSeenAt, id);
  statement(
    db,
    `UPDATE alert SET acknowledgement = 0, acknowledged_by = NULL, acknowledged_at = NULL, acknowledged_until = NULL,
       reported_entity_id = entity_id WHERE id = ?`,
  ).run(id);
}

const SOURCE = "alert_source (alert_id, source_id, handle, state, mutings, report_hash)";
const SOURCE_AGAIN = `ON CONFLICT (alert_id, source_id, handle) DO UPDATE SET state = excluded.state, mutings = excluded.mutings,
  report_hash = excluded.report_hash`;
const PUT_SOURCE = insertText(SOURCE, 6, 1, SOURCE_AGAIN);
const PUT_SOURCES = insertText(SOURCE, 6, ROWS_AT_ONCE, SOURCE_AGAIN);

/** Adds or replaces, in order, what sources say under their handles. */
export function putAlertSources(db: WritableDb, rows: readonly AlertSourceRow[]): void {
  const values = rows.map((row) => [
    row.alertId,
    row.sourceId,
    row.handle,
    stateRankOf(row.state),
    row.mutings.length === 0 ? "[]" : JSON.stringify(row.mutings),
    row.reportHash,
  ]);
  insertRows(statement(db, PUT_SOURCE), statement(db, PUT_SOURCES), values);
}

/** One more source reports an alert: the incident that it belongs to, if it does, is that source's too. */
export function addIncidentSource(db: WritableDb, alertId: number, sourceId: string): void {
  const sql = `INSERT INTO incident_source (incident_id, source_id) SELECT incident_id, ? FROM alert WHERE id = ? AND incident_id IS NOT NULL
    ON CONFLICT DO NOTHING`;
  statement(db, sql).run(sourceId, alertId);
}

/** Nothing is left to say of what a source said under a handle. */
export function removeAlertSource(
  db: WritableDb,
  { alertId, sourceId, handle }: Pick<AlertSourceRow, "alertId" | "sourceId" | "handle">,
): void {
  statement(db, "DELETE FROM alert_source WHERE alert_id = ? AND source_id = ? AND handle = ?").run(
    alertId,
    sourceId,
    handle,
  );
}

/** Adds `count` reports that changed nothing but the last time seen. */
export function countRepeats(
  db: WritableDb,
  rows: readonly { alertId: number; count: number; lastSeenAt: number }[],
): void {
  const update = statement(
    db,
    "UPDATE alert_seen SET count = count + ?, last_seen_at = max(last_seen_at, ?) WHERE alert_id = ?",
  );
  for (const { alertId, count, lastSeenAt } of rows) update.run(count, lastSeenAt, alertId);
}

/** @throws RangeError for `partial`, which only an incident can be, and for an alert that is not stored */
export function setAcknowledgement(db: WritableDb, alertId: number, { state, by, at, until }: Acknowledgement): void {
  const incident = valueStatement<[number, string | null, number | null, number | null, number], string | null>(
    db,
    `UPDATE alert SET acknowledgement = ?, acknowledged_by = ?, acknowledged_at = ?, acknowledged_until = ? WHERE id = ?
     RETURNING incident_id`,
  );
  const incidentId = incident.get(acknowledgementRankOf(state), by, at, until, alertId);
  if (incidentId === undefined) throw new RangeError(`no alert has id ${alertId}`);
  if (incidentId !== null) refreshPriority(db, incidentId);
}

type Stored = {
  id: number;
  scope: Scope;
  fingerprint: Fingerprint;
  name: string;
  state: number;
  severity: number;
  summary: string;
  description: string | null;
  labels: string;
  entityId: EntityId;
  startedAt: number;
  changedAt: number;
  resolvedAt: number | null;
  lastSeenAt: number;
  version: number;
  position: number;
  count: number;
  incidentId: string | null;
  acknowledgement: number;
  acknowledgedBy: string | null;
  acknowledgedAt: number | null;
  acknowledgedUntil: number | null;
};

/** The counts by subqueries: a join of both tables is planned anew at each look and costs ten times as much. */
const SELECT = `SELECT a.id, a.scope, a.fingerprint, a.name, a.state, a.severity, a.summary, a.description, a.labels,
  a.entity_id AS entityId, a.started_at AS startedAt, a.changed_at AS changedAt, a.resolved_at AS resolvedAt,
  (SELECT last_seen_at FROM alert_seen WHERE alert_id = a.id) AS lastSeenAt, a.version, a.position,
  (SELECT count FROM alert_seen WHERE alert_id = a.id) AS count, a.incident_id AS incidentId, a.acknowledgement,
  a.acknowledged_by AS acknowledgedBy, a.acknowledged_at AS acknowledgedAt, a.acknowledged_until AS acknowledgedUntil
  FROM alert a`;
const SELECT_ONE = `${SELECT} WHERE a.id = ?`;

/** The alert of this identity in any state, or undefined. */
export function findAlert(db: ReadableDb, scope: Scope, fingerprint: Fingerprint): KnownAlertRow | undefined {
  // Most are unknown.
  const sql = "SELECT id FROM alert WHERE scope = ? AND fingerprint = ?";
  const id = valueStatement<[Scope, Fingerprint], number>(db, sql).get(scope, fingerprint);
  return id === undefined ? undefined : findAlertById(db, id);
}

export function findAlertById(db: ReadableDb, id: number): KnownAlertRow | undefined {
  const stored = statement<[number], Stored>(db, SELECT_ONE).get(id);
  return stored && fromStored(db, stored);
}

/** The alerts of an incident that fire: suppressed ones are left out. */
export function firingAlertsOf(db: ReadableDb, incidentId: string): KnownAlertRow[] {
  const sql = `${SELECT} WHERE a.incident_id = ? AND a.state = ${FIRING} ORDER BY a.id`;
  const rows = statement<[string], Stored>(db, sql).all(incidentId);
  return rows.map((stored) => fromStored(db, stored));
}

/**
 * Every alert that is not resolved, oldest id first, one at a time so that the connection stays free in between. Their ids come
 * from an index of them alone: the table holds all that ever were.
 */
export function* loadKnownAlerts(db: ReadableDb): Generator<KnownAlertRow> {
  const sql = `SELECT id FROM alert INDEXED BY alert_active_newest WHERE state < ${RESOLVED}`;
  const ids = valueStatement<[], number>(db, sql).all();
  for (const id of ids.sort((one, other) => one - other)) {
    const alert = findAlertById(db, id);
    if (alert !== undefined) yield alert;
  }
}

function fromStored(db: ReadableDb, stored: Stored): KnownAlertRow {
  const { acknowledgedBy, acknowledgedAt, acknowledgedUntil, acknowledgement, ...rest } = stored;
  return {
    ...rest,
    state: alertStateOf(stored.state),
    severity: severityOf(stored.severity),
    labels: JSON.parse(stored.labels) as Labels,
    acknowledgement: {
      state: acknowledgementOf(acknowledgement),
      by: acknowledgedBy,
      at: acknowledgedAt,
      until: acknowledgedUntil,
    },
    sources: sourcesOf(db, stored.id),
  };
}

type StoredSource = { sourceId: string; handle: string; state: number; mutings: string; reportHash: string };

/** Put in order here: with an ORDER BY the statement is planned anew at each look. */
function sourcesOf(db: ReadableDb, alertId: number): KnownAlertRow["sources"] {
  const sql = `SELECT source_id AS sourceId, handle, state, mutings, report_hash AS reportHash
    FROM alert_source WHERE alert_id = ?`;
  return statement<[number], StoredSource>(db, sql)
    .all(alertId)
    .sort((one, other) => compare(one.sourceId, other.sourceId) || compare(one.handle, other.handle))
    .map((row) => ({ ...row, state: alertStateOf(row.state), mutings: JSON.parse(row.mutings) as Muting[] }));
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

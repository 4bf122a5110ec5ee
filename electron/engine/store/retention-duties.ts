import { readProgress } from "./analysis-state.ts";
import type { WritableDb } from "./database.ts";
import { listPartitions } from "./partitions.ts";
import { encodePosition } from "./position.ts";
import { FINDING_DUTIES } from "./retention-findings.ts";
import { INCIDENT_MERGED, INCIDENT_OPEN, INCIDENT_RESOLVED, RESOLVED } from "./scale.ts";
import { statement, valueStatement } from "./statements.ts";

/** `before`: epoch ms; what ended earlier may go. */
export type Limits = { before: number; now: number };
export type Removed = { partitions: number; alerts: number; incidents: number };

/** Removes one slice of one thing. False when there is nothing of it to remove. */
export type Duty = (db: WritableDb, limits: Limits, removed: Removed) => boolean;

const ALERTS_A_SLICE = 200;
const ROWS_A_SLICE = 1000;
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/**
 * A closed incident with all that is its own. One that was merged goes after the one that took it in.
 * Its members go first, in slices; an alert that is left behind belongs to no incident.
 */
export const removeIncident: Duty = (db, { before }, removed) => {
  const id = oldestClosed(db, before) ?? oldestOrphan(db, before);
  if (id === undefined) return false;
  const members = `DELETE FROM incident_alert WHERE incident_id = ? AND alert_id IN (
    SELECT alert_id FROM incident_alert WHERE incident_id = ? LIMIT ${ROWS_A_SLICE})`;
  if (statement(db, members).run(id, id).changes === ROWS_A_SLICE) return true;
  const alerts = `UPDATE alert SET incident_id = NULL WHERE id IN (SELECT id FROM alert WHERE incident_id = ? LIMIT ${ROWS_A_SLICE})`;
  if (statement(db, alerts).run(id).changes === ROWS_A_SLICE) return true;
  for (const table of ["incident_history", "incident_rate", "evidence", "evidence_failure", "verdict"]) {
    statement(db, `DELETE FROM ${table} WHERE incident_id = ?`).run(id);
  }
  statement(db, "DELETE FROM incident WHERE id = ?").run(id);
  removed.incidents += 1;
  return true;
};

function oldestClosed(db: WritableDb, before: number): string | undefined {
  const sql = `SELECT id FROM incident WHERE scope = ? AND state = ${INCIDENT_RESOLVED} AND resolved_at < ? ORDER BY resolved_at LIMIT 1`;
  for (const scope of scopesOf(db, "incident")) {
    const id = valueStatement<[string, number], string>(db, sql).get(scope, before);
    if (id !== undefined) return id;
  }
  return undefined;
}

/** One that was merged into an incident which is no longer there. */
const oldestOrphan = (db: WritableDb, before: number): string | undefined =>
  valueStatement<[number], string>(
    db,
    `SELECT id FROM incident WHERE state = ${INCIDENT_MERGED} AND changed_at < ? AND merged_into NOT IN (SELECT id FROM incident) LIMIT 1`,
  ).get(before);

/** Scopes that a table has rows of, by one seek each, where an index (or the key) begins with the scope. */
function* scopesOf(db: WritableDb, table: "incident" | "alert_minute" | "change"): Generator<string> {
  const from = table === "incident" ? `incident WHERE state = ${INCIDENT_RESOLVED} AND` : `${table} WHERE`;
  const next = valueStatement<[string], string | null>(db, `SELECT min(scope) FROM ${from} scope > ?`);
  for (let scope = next.get(""); typeof scope === "string"; scope = next.get(scope)) yield scope;
}

/** Removes a slice of the rows of the first scope that has any. */
function removeByScope(db: WritableDb, table: "alert_minute" | "change", sql: string, ...values: number[]): boolean {
  for (const scope of scopesOf(db, table)) if (statement(db, sql).run(scope, ...values).changes > 0) return true;
  return false;
}

/** Resolved alerts that analysis has read about, that no stored incident has and no waiting action is about. */
export const removeAlerts: Duty = (db, { before }, removed) => {
  const ids = valueStatement<[number, number], number>(
    db,
    `SELECT id FROM alert WHERE state = ${RESOLVED} AND resolved_at < ? AND position <= ?
       AND NOT EXISTS (SELECT 1 FROM incident_alert WHERE alert_id = alert.id)
       AND NOT EXISTS (SELECT 1 FROM outbox WHERE alert_id = alert.id AND state IN ('queued', 'sent'))
     ORDER BY resolved_at LIMIT ${ALERTS_A_SLICE}`,
  ).all(before, readProgress(db).position);
  for (const id of ids) {
    statement(db, "DELETE FROM outbox WHERE alert_id = ?").run(id);
    statement(db, "DELETE FROM alert_source WHERE alert_id = ?").run(id);
    statement(db, "DELETE FROM alert_seen WHERE alert_id = ?").run(id);
    statement(db, "DELETE FROM alert WHERE id = ?").run(id);
  }
  removed.alerts += ids.length;
  return ids.length > 0;
};

/** Actions that ended long ago, unless their incident is still open. */
const outbox: Duty = (db, { before }) =>
  statement(
    db,
    `DELETE FROM outbox WHERE id IN (
       SELECT id FROM outbox WHERE state NOT IN ('queued', 'sent') AND updated_at < ?
         AND NOT EXISTS (SELECT 1 FROM incident WHERE incident.id = outbox.incident_id AND incident.state = ${INCIDENT_OPEN})
       LIMIT ${ROWS_A_SLICE})`,
  ).run(before).changes > 0;

const minutes: Duty = (db, { before }) =>
  removeByScope(
    db,
    "alert_minute",
    `DELETE FROM alert_minute WHERE (scope, minute, source_id, severity) IN (
       SELECT scope, minute, source_id, severity FROM alert_minute WHERE scope = ? AND minute < ? LIMIT ${ROWS_A_SLICE})`,
    Math.floor(before / MINUTE_MS),
  );

/** A push that is repeated after a day is a new one. */
const pushKeys: Duty = (db, { now }) =>
  statement(
    db,
    `DELETE FROM push_key WHERE (source_id, key) IN (SELECT source_id, key FROM push_key WHERE at < ? LIMIT ${ROWS_A_SLICE})`,
  ).run(now - DAY_MS).changes > 0;

/** Changes, but for those that may have caused an incident that is still open. */
const changes: Duty = (db, { before }) =>
  removeByScope(
    db,
    "change",
    `DELETE FROM change WHERE (scope, id) IN (
       SELECT scope, id FROM change WHERE scope = ? AND at < ? AND coalesce(ended_at, at) < ?
         AND at < coalesce((SELECT min(started_at) FROM incident WHERE state = ${INCIDENT_OPEN} AND scope = change.scope), at + ${DAY_MS} + 1) - ${DAY_MS}
       LIMIT ${ROWS_A_SLICE})`,
    before,
    before,
  );

/** Tables of what held for a time, with their keys. */
const VERSIONED = {
  entity: "id, from_position",
  entity_alias: "scope, namespace, value, from_position",
  edge: "scope, from_id, to_id, origin, from_position",
  entity_join: "scope, joined, from_position",
} as const;
const HORIZON = "retention.horizon";

/** Versions of the map that ended before the log begins: there is no time left to show them at. Joins that hold keep what undoes them. */
const versions: Duty = (db) => {
  const oldest = listPartitions(db)[0];
  if (oldest === undefined) return false;
  const horizon = encodePosition({ partition: oldest.partition, position: oldest.firstPosition });
  const done = Number(valueStatement<[string], string>(db, "SELECT value FROM meta WHERE key = ?").get(HORIZON) ?? "0");
  if (done >= horizon) return false;
  for (const [table, key] of Object.entries(VERSIONED)) {
    const slice = `DELETE FROM ${table} WHERE (${key}) IN (SELECT ${key} FROM ${table} WHERE to_position < ?
      AND to_position NOT IN (SELECT from_position FROM entity_join WHERE to_position IS NULL) LIMIT ${ROWS_A_SLICE})`;
    if (statement(db, slice).run(horizon).changes > 0) return true;
  }
  statement(db, "DELETE FROM quarantine WHERE position < ?").run(horizon);
  const put = "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value";
  statement(db, put).run(HORIZON, String(horizon));
  return true;
};

/** Sources that were taken out long ago and that no alert names any more. Their external labels stay: identities hang on them. */
const sources: Duty = (db, { before }) => {
  const id = valueStatement<[number], string>(
    db,
    "SELECT id FROM source WHERE removed_at < ? AND NOT EXISTS (SELECT 1 FROM alert_source WHERE source_id = source.id) LIMIT 1",
  ).get(before);
  if (id === undefined) return false;
  statement(db, "DELETE FROM source_ignored WHERE source_id = ?").run(id);
  statement(db, "DELETE FROM source WHERE id = ?").run(id);
  return true;
};

/** In the order in which one makes room for the next. */
export const DUTIES: readonly Duty[] = [
  removeIncident,
  removeAlerts,
  outbox,
  minutes,
  pushKeys,
  changes,
  versions,
  sources,
  ...FINDING_DUTIES,
];

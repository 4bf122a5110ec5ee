import type { WritableDb } from "./database.ts";
import type { Duty } from "./retention-duties.ts";
import { statement, valueStatement } from "./statements.ts";

const ROWS_A_SLICE = 1_000;
/** A metric that nobody has told of for so long goes, with its points: the detector has forgotten it by then. */
export const SERIES_MS = 3 * 86_400_000;
/** One with a limit stays for so long, with the hours that its forecasts are made from: a fortnight's holiday is no reason to learn weeks anew. */
export const LIMITED_SERIES_MS = 15 * 86_400_000;

/** The first scope of a table whose rows `sql` removes any of; each is found by one seek. */
function removeByScope(
  db: WritableDb,
  table: "finding" | "log_pattern" | "metric_series",
  sql: string,
  ...values: number[]
): boolean {
  const next = valueStatement<[string], string | null>(db, `SELECT min(scope) FROM ${table} WHERE scope > ?`);
  for (let scope = next.get(""); typeof scope === "string"; scope = next.get(scope))
    if (statement(db, sql).run(scope, ...values).changes > 0) return true;
  return false;
}

/**
 * Findings that ended long ago. One that somebody called none stays as long as its metric or pattern: the detector keeps to that,
 * and nobody could take it back otherwise.
 */
const findings: Duty = (db, { before }) =>
  removeByScope(
    db,
    "finding",
    `DELETE FROM finding WHERE id IN (
       SELECT f.id FROM finding f WHERE f.scope = ? AND f.opened_at < ? AND f.ended_at < ?
         AND (f.dismissed_at IS NULL OR (
           NOT EXISTS (SELECT 1 FROM metric_series s WHERE s.scope = f.scope AND s.id = f.subject)
           AND NOT EXISTS (SELECT 1 FROM log_pattern p WHERE p.scope = f.scope AND p.id = f.subject)))
       LIMIT ${ROWS_A_SLICE})`,
    before,
    before,
  );

const patterns: Duty = (db, { before }) =>
  removeByScope(
    db,
    "log_pattern",
    `DELETE FROM log_pattern WHERE (scope, id) IN (
       SELECT scope, id FROM log_pattern WHERE scope = ? AND last_at < ? LIMIT ${ROWS_A_SLICE})`,
    before,
  );

/** Its points go first, in slices. */
const points: Duty = (db, { now }) =>
  removeByScope(
    db,
    "metric_series",
    `DELETE FROM metric_point WHERE (scope, series_id, at) IN (
       SELECT p.scope, p.series_id, p.at FROM metric_series s JOIN metric_point p ON p.scope = s.scope AND p.series_id = s.id
       WHERE s.scope = ? AND s.last_at < ? LIMIT ${ROWS_A_SLICE})`,
    now - SERIES_MS,
  );

/** What was forecast of a series goes with it, should analysis not have said so. */
const forecasts: Duty = (db, { now }) =>
  removeByScope(
    db,
    "metric_series",
    `DELETE FROM series_forecast WHERE (scope, series_id) IN (
       SELECT s.scope, s.id FROM metric_series s JOIN series_forecast c ON c.scope = s.scope AND c.series_id = s.id
       WHERE s.scope = ? AND s.last_at < ? LIMIT ${ROWS_A_SLICE})`,
    now - SERIES_MS,
  );

/** One with a limit stays until that was taken away, which is an entry of the log: analysis would keep the limit for ever otherwise. */
const series: Duty = (db, { now }) =>
  removeByScope(
    db,
    "metric_series",
    `DELETE FROM metric_series WHERE (scope, id) IN (
       SELECT scope, id FROM metric_series WHERE scope = ? AND last_at < ? AND limit_bound IS NULL LIMIT ${ROWS_A_SLICE})`,
    now - SERIES_MS,
  );

/** In the order in which one makes room for the next. */
export const FINDING_DUTIES: readonly Duty[] = [points, forecasts, series, patterns, findings];

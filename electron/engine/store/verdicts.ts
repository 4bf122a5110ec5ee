import type { Scope, Scopes } from "../../../shared/domain/scope.ts";
import type { StandingVerdict, Verdict } from "../../../shared/domain/verdict.ts";
import type { ReadableDb, WritableDb } from "./database.ts";
import { latestEntity } from "./latest-entity.ts";
import { listed, rowOf, rowsOf } from "./read-query.ts";
import { INCIDENT_MERGED } from "./scale.ts";
import { statement, valueStatement } from "./statements.ts";

type Row = { id: string; at: number; by: string; verdict: string };

const standingOf = ({ verdict, ...row }: Row): StandingVerdict => ({ ...row, verdict: JSON.parse(verdict) as Verdict });

export function insertVerdict(db: WritableDb, scope: string, { id, at, by, verdict }: StandingVerdict): void {
  statement(db, "INSERT INTO verdict (id, scope, incident_id, at, by, verdict) VALUES (?, ?, ?, ?, ?, ?)").run(
    id,
    scope,
    verdict.incidentId,
    at,
    by,
    JSON.stringify(verdict),
  );
}

/** Marks a verdict as taken back. The row stays. */
export function undoVerdict(db: WritableDb, id: string, by: string, at: number): void {
  statement(db, "UPDATE verdict SET undone_at = ?, undone_by = ? WHERE id = ?").run(at, by, id);
}

/** A verdict that has not been taken back; undefined when there is none with this id. */
export function findVerdict(db: ReadableDb, id: string): (StandingVerdict & { scope: Scope }) | undefined {
  const sql = "SELECT id, scope, at, by, verdict FROM verdict WHERE id = ? AND undone_at IS NULL";
  const row = rowOf<Row & { scope: Scope }>(db, sql, id);
  return row && { ...standingOf(row), scope: row.scope };
}

/** What stands about an incident and about those that were merged into it, the newest first. */
export const standingVerdicts = (db: ReadableDb, scopes: Scopes, incidentId: string): StandingVerdict[] =>
  rowsOf<Row>(
    db,
    `WITH RECURSIVE own (id) AS (
       VALUES (?) UNION SELECT i.id FROM own JOIN incident i ON i.merged_into = own.id AND i.state = ${INCIDENT_MERGED})
     SELECT v.id, v.at, v.by, v.verdict FROM own JOIN verdict v ON v.incident_id = own.id
     WHERE v.undone_at IS NULL AND v.scope IN (SELECT value FROM json_each(?)) ORDER BY v.at DESC, v.id`,
    incidentId,
    listed(scopes),
  ).map(standingOf);

/** How many entities of an incident alert, and how many of some of them do. */
export function membersAt(
  db: ReadableDb,
  incidentId: string,
  entityIds: readonly string[],
): { all: number; chosen: number } {
  const sql = `SELECT count(DISTINCT entity_id) AS "all",
      count(DISTINCT iif(entity_id IN (SELECT value FROM json_each(?)), entity_id, NULL)) AS chosen
    FROM alert WHERE incident_id = ?`;
  return rowOf<{ all: number; chosen: number }>(db, sql, listed(entityIds), incidentId) ?? { all: 0, chosen: 0 };
}

/** The names that entities go by, in the order asked; the id where none is known. */
export const entityNames = (db: ReadableDb, ids: readonly string[]): string[] =>
  ids.map(
    (id) =>
      valueStatement<[string, string], string>(db, `SELECT e.name FROM entity e WHERE ${latestEntity("?")}`).get(
        id,
        id,
      ) ?? id,
  );

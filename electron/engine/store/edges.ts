import type { EntityId } from "../../../shared/domain/entity.ts";
import type { EdgeOrigin } from "../../../shared/domain/event.ts";
import type { Scope } from "../../../shared/domain/scope.ts";
import type { ReadableDb, WritableDb } from "./database.ts";
import { statement, valueStatement } from "./statements.ts";

/** `from` depends on `to`. */
export type EdgeRow = {
  scope: Scope;
  from: EntityId;
  to: EntityId;
  origin: EdgeOrigin;
  confidence: number;
  sourceId: string;
};

export type EdgeKey = Pick<EdgeRow, "scope" | "from" | "to" | "origin">;

const KEY = "scope = ? AND from_id = ? AND to_id = ? AND origin = ? AND to_position IS NULL";
const FIND = `SELECT confidence FROM edge WHERE ${KEY}`;

/**
 * Says that an edge holds from `position` (encoded) on. One with another confidence closes the row before it.
 * `reportedAt`: watched time (`watched-time.ts`).
 */
export function putEdge(db: WritableDb, edge: EdgeRow, position: number, reportedAt = 0): "new" | "changed" | "same" {
  const { scope, from, to, origin, confidence, sourceId } = edge;
  const known = valueStatement<[Scope, EntityId, EntityId, EdgeOrigin], number>(db, FIND).get(scope, from, to, origin);
  if (known === confidence) return "same";
  if (known !== undefined) endEdge(db, edge, position);
  statement(
    db,
    `INSERT INTO edge (scope, from_id, to_id, origin, confidence, source_id, from_position, reported_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET confidence = excluded.confidence, source_id = excluded.source_id, to_position = NULL,
       reported_at = excluded.reported_at`,
  ).run(scope, from, to, origin, confidence, sourceId, position, reportedAt);
  return known === undefined ? "new" : "changed";
}

/** Says that an edge no longer holds. False when it did not. */
export function endEdge(db: WritableDb, { scope, from, to, origin }: EdgeKey, position: number): boolean {
  return (
    statement(db, `UPDATE edge SET to_position = ? WHERE ${KEY}`).run(position, scope, from, to, origin).changes > 0
  );
}

/** Every edge that holds now. */
export const loadEdges = (db: ReadableDb): (EdgeRow & { reportedAt: number })[] =>
  statement<[], EdgeRow & { reportedAt: number }>(
    db,
    `SELECT scope, from_id AS "from", to_id AS "to", origin, confidence, source_id AS sourceId, reported_at AS reportedAt
     FROM edge WHERE to_position IS NULL`,
  ).all();

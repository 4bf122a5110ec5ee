import type { Entity, EntityId } from "../../../shared/domain/entity.ts";
import type { EdgeOrigin } from "../../../shared/domain/event.ts";
import type { Scope } from "../../../shared/domain/scope.ts";
import { aliasesNow } from "./ageing.ts";
import type { WritableDb } from "./database.ts";
import { endEdge, putEdge } from "./edges.ts";
import { closeEntity, putAlias } from "./entities.ts";
import { RESOLVED } from "./scale.ts";
import { statement, valueStatement } from "./statements.ts";

/**
 * Makes two entities one: names, dependencies and alerts of `joined` belong to `kept` from `position` (encoded) on.
 * Rows are closed and opened anew, so the map can be shown as it was and the join undone.
 */
export function joinEntities(db: WritableDb, scope: Scope, kept: EntityId, joined: EntityId, position: number): void {
  if (kept === joined) throw new RangeError(`entity ${kept} cannot be joined to itself`);
  statement(db, "INSERT INTO entity_join (scope, joined, kept, from_position) VALUES (?, ?, ?, ?)").run(
    scope,
    joined,
    kept,
    position,
  );
  closeEntity(db, joined, position);
  for (const alias of aliasesNow(db, scope, joined)) putAlias(db, scope, alias, kept, position);
  for (const edge of edgesOf(db, scope, joined)) {
    endEdge(db, { scope, ...edge }, position);
    const from = edge.from === joined ? kept : edge.from;
    const to = edge.to === joined ? kept : edge.to;
    if (from !== to && !edgeHolds(db, scope, from, to, edge.origin))
      putEdge(db, { ...edge, scope, from, to }, position, edge.reportedAt);
  }
  for (const state of EITHER_STATE) {
    const sql = `UPDATE alert SET entity_id = ? WHERE scope = ? AND entity_id = ? AND ${state}`;
    statement(db, sql).run(kept, scope, joined);
  }
  for (const table of ["metric_series", "finding"] as const)
    statement(db, `UPDATE ${table} SET entity_id = ? WHERE scope = ? AND entity_id = ?`).run(kept, scope, joined);
}

/** All alerts, in the two halves that have an index by entity each. */
const EITHER_STATE = [`state < ${RESOLVED}`, `state = ${RESOLVED}`] as const;

type EdgeOf = {
  from: Entity["id"];
  to: Entity["id"];
  origin: EdgeOrigin;
  confidence: number;
  sourceId: string;
  reportedAt: number;
};

function edgesOf(db: WritableDb, scope: Scope, id: EntityId): EdgeOf[] {
  // Without statistics SQLite would walk the whole scope rather than seek in the smaller index.
  const columns = `from_id AS "from", to_id AS "to", origin, confidence, source_id AS sourceId, reported_at AS reportedAt`;
  const sql = `SELECT ${columns} FROM edge WHERE scope = @scope AND from_id = @id AND to_position IS NULL
    UNION ALL SELECT ${columns} FROM edge INDEXED BY edge_reverse WHERE scope = @scope AND to_id = @id AND from_id <> @id AND to_position IS NULL`;
  return statement<[{ scope: Scope; id: EntityId }], EdgeOf>(db, sql).all({ scope, id });
}

const ENDS = "scope = ? AND from_id = ? AND to_id = ? AND origin = ?";

function edgeHolds(db: WritableDb, scope: Scope, from: EntityId, to: EntityId, origin: EdgeOrigin): boolean {
  const sql = `SELECT 1 FROM edge WHERE ${ENDS} AND to_position IS NULL`;
  return valueStatement<unknown[], number>(db, sql).get(scope, from, to, origin) !== undefined;
}

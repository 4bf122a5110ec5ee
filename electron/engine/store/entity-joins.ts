import type { Entity, EntityId } from "../../../shared/domain/entity.ts";
import type { Alias, EdgeOrigin } from "../../../shared/domain/event.ts";
import type { Scope } from "../../../shared/domain/scope.ts";
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
  for (const alias of aliasesOf(db, scope, joined)) putAlias(db, scope, alias, kept, position);
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
}

/**
 * Undoes a join: what belonged to `joined` before it does so again from `position` on. What was learned since stays with the kept one.
 * False when `joined` is not joined to anything now.
 */
export function separateEntities(db: WritableDb, scope: Scope, joined: EntityId, position: number): boolean {
  const join = statement<[Scope, EntityId], { kept: EntityId; since: number }>(
    db,
    "SELECT kept, from_position AS since FROM entity_join WHERE scope = ? AND joined = ? AND to_position IS NULL",
  ).get(scope, joined);
  if (join === undefined) return false;
  const { kept, since } = join;
  statement(db, "UPDATE entity_join SET to_position = ? WHERE scope = ? AND joined = ? AND to_position IS NULL").run(
    position,
    scope,
    joined,
  );
  reopenEntity(db, joined, since, position);
  for (const alias of aliasesOf(db, scope, joined, since)) putAlias(db, scope, alias, joined, position);
  for (const edge of edgesOf(db, scope, joined, since)) {
    const from = edge.from === joined ? kept : edge.from;
    const to = edge.to === joined ? kept : edge.to;
    if (from !== to && !heldBefore(db, scope, from, to, edge.origin, since))
      endEdge(db, { scope, from, to, origin: edge.origin }, position);
    putEdge(db, { ...edge, scope }, position);
  }
  returnAlerts(db, scope, kept, joined);
  return true;
}

/** All alerts, in the two halves that have an index by entity each. */
const EITHER_STATE = [`state < ${RESOLVED}`, `state = ${RESOLVED}`] as const;

/** Alerts go back when the entity that they were reported for is `joined`, or one that is still joined into it. */
function returnAlerts(db: WritableDb, scope: Scope, kept: EntityId, joined: EntityId): void {
  for (const state of EITHER_STATE) {
    statement(
      db,
      `WITH RECURSIVE part (id) AS (
         SELECT @joined UNION
         SELECT j.joined FROM entity_join j JOIN part ON j.kept = part.id WHERE j.scope = @scope AND j.to_position IS NULL)
       UPDATE alert SET entity_id = @joined
       WHERE scope = @scope AND entity_id = @kept AND ${state} AND reported_entity_id IN (SELECT id FROM part)`,
    ).run({ scope, kept, joined });
  }
}

function reopenEntity(db: WritableDb, id: EntityId, closedAt: number, position: number): void {
  statement(
    db,
    `INSERT INTO entity (id, scope, kind, name, site, grouping, attributes, from_position)
     SELECT id, scope, kind, name, site, grouping, attributes, ? FROM entity WHERE id = ? AND to_position = ?
     ON CONFLICT DO NOTHING`,
  ).run(position, id, closedAt);
}

/** Those that hold now, or those that were closed at a position. */
function aliasesOf(db: WritableDb, scope: Scope, id: EntityId, closedAt: number | null = null): Alias[] {
  const sql = "SELECT namespace, value FROM entity_alias WHERE entity_id = ? AND scope = ? AND to_position IS ?";
  return statement<[EntityId, Scope, number | null], Alias>(db, sql).all(id, scope, closedAt);
}

type EdgeOf = {
  from: Entity["id"];
  to: Entity["id"];
  origin: EdgeOrigin;
  confidence: number;
  sourceId: string;
  reportedAt: number;
};

function edgesOf(db: WritableDb, scope: Scope, id: EntityId, closedAt: number | null = null): EdgeOf[] {
  // Without statistics SQLite would walk the whole scope rather than seek in the smaller index.
  const columns = `from_id AS "from", to_id AS "to", origin, confidence, source_id AS sourceId, reported_at AS reportedAt`;
  const sql = `SELECT ${columns} FROM edge WHERE scope = @scope AND from_id = @id AND to_position IS @closedAt
    UNION ALL SELECT ${columns} FROM edge INDEXED BY edge_reverse WHERE scope = @scope AND to_id = @id AND from_id <> @id AND to_position IS @closedAt`;
  return statement<[{ scope: Scope; id: EntityId; closedAt: number | null }], EdgeOf>(db, sql).all({
    scope,
    id,
    closedAt,
  });
}

const ENDS = "scope = ? AND from_id = ? AND to_id = ? AND origin = ?";

function edgeHolds(db: WritableDb, scope: Scope, from: EntityId, to: EntityId, origin: EdgeOrigin): boolean {
  const sql = `SELECT 1 FROM edge WHERE ${ENDS} AND to_position IS NULL`;
  return valueStatement<unknown[], number>(db, sql).get(scope, from, to, origin) !== undefined;
}

/** Whether the kept entity had this dependency of its own before the join. */
function heldBefore(
  db: WritableDb,
  scope: Scope,
  from: EntityId,
  to: EntityId,
  origin: EdgeOrigin,
  position: number,
): boolean {
  const sql = `SELECT 1 FROM edge WHERE ${ENDS} AND from_position < ? AND (to_position IS NULL OR to_position > ?)`;
  return valueStatement<unknown[], number>(db, sql).get(scope, from, to, origin, position, position) !== undefined;
}

import type { EntityId } from "../../../shared/domain/entity.ts";
import type { Alias } from "../../../shared/domain/event.ts";
import type { Scope } from "../../../shared/domain/scope.ts";
import type { ReadableDb, WritableDb } from "./database.ts";
import type { EdgeKey, EdgeRow } from "./edges.ts";
import { closeEntity, type Reported } from "./entities.ts";
import { RESOLVED } from "./scale.ts";
import { statement, valueStatement } from "./statements.ts";

/** Edges that hold and that nobody has told of since `before` (watched time), those silent for longest first. */
export const edgesSilentSince = (db: ReadableDb, before: number, limit: number): EdgeRow[] =>
  statement<[number, number], EdgeRow>(
    db,
    `SELECT scope, from_id AS "from", to_id AS "to", origin, confidence, source_id AS sourceId FROM edge
     WHERE to_position IS NULL AND reported_at <= ? ORDER BY reported_at, scope, from_id, to_id, origin LIMIT ?`,
  ).all(before, limit);

export type SilentEntity = { scope: Scope; id: EntityId; sourceId: string };

/** Entities that hold and that nobody has told of since `before` (watched time), those silent for longest first. */
export const entitiesSilentSince = (db: ReadableDb, before: number, limit: number): SilentEntity[] =>
  statement<[number, number], SilentEntity>(
    db,
    `SELECT scope, id, source_id AS sourceId FROM entity
     WHERE to_position IS NULL AND reported_at <= ? ORDER BY reported_at, id LIMIT ?`,
  ).all(before, limit);

export function markEdgeReported(db: WritableDb, { scope, from, to, origin }: EdgeKey, at: number): void {
  statement(
    db,
    "UPDATE edge SET reported_at = ? WHERE scope = ? AND from_id = ? AND to_id = ? AND origin = ? AND to_position IS NULL",
  ).run(at, scope, from, to, origin);
}

export function markEntityReported(db: WritableDb, id: EntityId, { at, sourceId }: Reported): void {
  statement(db, "UPDATE entity SET reported_at = ?, source_id = ? WHERE id = ? AND to_position IS NULL").run(
    at,
    sourceId,
    id,
  );
}

/** Whether an alert that holds is about the entity. */
export const hasActiveAlert = (db: ReadableDb, id: EntityId): boolean =>
  valueStatement<[EntityId], number>(db, `SELECT 1 FROM alert WHERE entity_id = ? AND state < ${RESOLVED} LIMIT 1`).get(
    id,
  ) !== undefined;

/** When (watched time) an edge that holds at the entity was last told of; null without one. */
export const edgeReportedAt = (db: ReadableDb, scope: Scope, id: EntityId): number | null =>
  valueStatement<[Record<string, string>], number | null>(
    db,
    `SELECT max(at) FROM (
       SELECT max(reported_at) AS at FROM edge WHERE scope = @scope AND from_id = @id AND to_position IS NULL
       UNION ALL
       SELECT max(reported_at) FROM edge INDEXED BY edge_reverse WHERE scope = @scope AND to_id = @id AND to_position IS NULL)`,
  ).get({ scope, id }) ?? null;

/** Names that mean the entity now. */
export const aliasesNow = (db: ReadableDb, scope: Scope, id: EntityId): Alias[] =>
  statement<[EntityId, Scope], Alias>(
    db,
    "SELECT namespace, value FROM entity_alias WHERE entity_id = ? AND scope = ? AND to_position IS NULL",
  ).all(id, scope);

/** Says that an entity, its names and what was joined into it hold no longer, from `position` (encoded) on. */
export function retireEntity(db: WritableDb, scope: Scope, id: EntityId, position: number): void {
  closeEntity(db, id, position);
  statement(
    db,
    "UPDATE entity_alias SET to_position = ? WHERE entity_id = ? AND scope = ? AND to_position IS NULL",
  ).run(position, id, scope);
  statement(
    db,
    `WITH RECURSIVE part (id) AS (
       SELECT @id UNION
       SELECT j.joined FROM entity_join j JOIN part ON j.kept = part.id WHERE j.scope = @scope AND j.to_position IS NULL)
     UPDATE entity_join SET to_position = @position WHERE scope = @scope AND kept IN (SELECT id FROM part) AND to_position IS NULL`,
  ).run({ scope, id, position });
}

/** Sources in use that do not answer now: what they do not tell of may well be there. */
export const silentSourceIds = (db: ReadableDb): Set<string> =>
  new Set(
    valueStatement<[], string>(
      db,
      "SELECT id FROM source WHERE failure IS NOT NULL AND enabled = 1 AND removed_at IS NULL",
    ).all(),
  );

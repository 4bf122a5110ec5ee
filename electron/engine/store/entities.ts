import type { Entity, EntityId } from "../../../shared/domain/entity.ts";
import type { Alias, Labels } from "../../../shared/domain/event.ts";
import type { Scope } from "../../../shared/domain/scope.ts";
import type { ReadableDb, WritableDb } from "./database.ts";
import { statement, valueStatement } from "./statements.ts";

export type EntityRow = Entity & { attributes: Labels };

/** Who last told of it, and when: watched time, which only runs while the engine does (`watched-time.ts`). */
export type Reported = { at: number; sourceId: string };

const NOT_REPORTED: Reported = { at: 0, sourceId: "" };

/** Every alias that holds now, as reported, with its entity. */
export const loadAliases = (db: ReadableDb): (Alias & { scope: Scope; entityId: EntityId })[] =>
  statement<[], Alias & { scope: Scope; entityId: EntityId }>(
    db,
    "SELECT scope, namespace, value, entity_id AS entityId FROM entity_alias WHERE to_position IS NULL",
  ).all();

/** Every entity that holds now. */
export function loadEntities(db: ReadableDb): (EntityRow & { reportedAt: number })[] {
  const rows = statement<[], Omit<EntityRow, "attributes"> & { attributes: string; reportedAt: number }>(
    db,
    `SELECT id, scope, kind, name, site, grouping AS "group", attributes, reported_at AS reportedAt
     FROM entity WHERE to_position IS NULL`,
  ).all();
  return rows.map((row) => ({ ...row, attributes: JSON.parse(row.attributes) as Labels }));
}

/** Says that an entity holds from `position` (encoded) on. */
export function insertEntity(
  db: WritableDb,
  entity: EntityRow,
  position: number,
  reported: Reported = NOT_REPORTED,
): void {
  statement(
    db,
    `INSERT INTO entity (id, scope, kind, name, site, grouping, attributes, from_position, reported_at, source_id)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id, from_position) DO UPDATE SET kind = excluded.kind, name = excluded.name, site = excluded.site,
       grouping = excluded.grouping, attributes = excluded.attributes, to_position = NULL,
       reported_at = excluded.reported_at, source_id = excluded.source_id`,
  ).run(
    entity.id,
    entity.scope,
    entity.kind,
    entity.name,
    entity.site,
    entity.group,
    JSON.stringify(entity.attributes),
    position,
    reported.at,
    reported.sourceId,
  );
}

/** Closes the version that held and opens this one. An entity that nobody knew is inserted. */
export function replaceEntity(db: WritableDb, entity: EntityRow, position: number, reported?: Reported): void {
  closeEntity(db, entity.id, position);
  insertEntity(db, entity, position, reported);
}

export function closeEntity(db: WritableDb, id: EntityId, position: number): void {
  statement(db, "UPDATE entity SET to_position = ? WHERE id = ? AND to_position IS NULL").run(position, id);
}

/** Says that a name means an entity from `position` on. */
export function putAlias(
  db: WritableDb,
  scope: Scope,
  { namespace, value }: Alias,
  entityId: EntityId,
  position: number,
): void {
  const meant = valueStatement<[Scope, string, string], EntityId>(
    db,
    "SELECT entity_id FROM entity_alias WHERE scope = ? AND namespace = ? AND value = ? AND to_position IS NULL",
  ).get(scope, namespace, value);
  if (meant === entityId) return;
  if (meant !== undefined) {
    const close =
      "UPDATE entity_alias SET to_position = ? WHERE scope = ? AND namespace = ? AND value = ? AND to_position IS NULL";
    statement(db, close).run(position, scope, namespace, value);
  }
  statement(
    db,
    `INSERT INTO entity_alias (scope, namespace, value, entity_id, from_position) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (scope, namespace, value, from_position) DO UPDATE SET entity_id = excluded.entity_id, to_position = NULL`,
  ).run(scope, namespace, value, entityId, position);
}

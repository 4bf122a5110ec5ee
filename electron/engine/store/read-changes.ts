import type { Change } from "../../../shared/domain/change.ts";
import type { Scopes } from "../../../shared/domain/scope.ts";
import type { ReadableDb } from "./database.ts";
import { latestEntity } from "./latest-entity.ts";
import { listed, numberOf, type Parameter, rowsOf } from "./read-query.ts";

export type ChangePage = { rows: Change[]; total: number };
export type ChangeQuery = {
  offset: number;
  limit: number;
  from?: number | undefined;
  to?: number | undefined;
  entityId?: string | undefined;
};

const COLUMNS = `c.id, c.scope, c.entity_id AS entityId, coalesce(e.name, c.entity_id) AS entityName, c.summary, c.detail, c.by, c.at,
  c.ended_at AS endedAt, c.source_id AS sourceId`;

/** Changes that began from `from` to `to` (epoch ms, both included), newest first. */
export function listChanges(
  db: ReadableDb,
  scopes: Scopes,
  { offset, limit, from, to, entityId }: ChangeQuery,
): ChangePage {
  const conditions = ["c.scope IN (SELECT value FROM json_each(?))"];
  const parameters: Parameter[] = [listed(scopes)];
  const add = (condition: string, value: Parameter | undefined) => {
    if (value === undefined) return;
    conditions.push(condition);
    parameters.push(value);
  };
  add("c.entity_id = ?", entityId);
  add("c.at >= ?", from);
  add("c.at <= ?", to);
  const where = `FROM change c LEFT JOIN entity e ON ${latestEntity("c.entity_id")} WHERE ${conditions.join(" AND ")}`;
  const rows = rowsOf<Change>(
    db,
    `SELECT ${COLUMNS} ${where} ORDER BY c.at DESC, c.id LIMIT ? OFFSET ?`,
    ...parameters,
    limit,
    offset,
  );
  const total = numberOf(db, `SELECT count(*) AS n FROM change c WHERE ${conditions.join(" AND ")}`, ...parameters);
  return { rows, total };
}

/** The latest changes of some entities that began from `from` to `to`, newest first. */
export const changesOfEntities = (
  db: ReadableDb,
  scopes: Scopes,
  entityIds: readonly string[],
  { from, to, limit }: { from: number; to: number; limit: number },
): Change[] =>
  rowsOf<Change>(
    db,
    `SELECT ${COLUMNS} FROM change c LEFT JOIN entity e ON ${latestEntity("c.entity_id")}
     WHERE c.scope IN (SELECT value FROM json_each(?)) AND c.entity_id IN (SELECT value FROM json_each(?)) AND c.at BETWEEN ? AND ?
     ORDER BY c.at DESC, c.id LIMIT ?`,
    listed(scopes),
    listed(entityIds),
    from,
    to,
    limit,
  );

import type { Change } from "../../../shared/domain/change.ts";
import type { ReadableDb, WritableDb } from "./database.ts";
import type { Scope } from "../../../shared/domain/scope.ts";
import { statement, valueStatement } from "./statements.ts";

export type ChangeRow = Omit<Change, "entityName">;

/** Whether a reported change is new, says something else than before, or is a repeat. */
export function compareChange(db: ReadableDb, change: ChangeRow): "new" | "changed" | "same" {
  const known = statement<[string, string], Omit<ChangeRow, "scope" | "id" | "sourceId">>(
    db,
    `SELECT entity_id AS entityId, summary, detail, by, at, ended_at AS endedAt FROM change WHERE scope = ? AND id = ?`,
  ).get(change.scope, change.id);
  if (known === undefined) return "new";
  const same =
    known.entityId === change.entityId &&
    known.summary === change.summary &&
    known.detail === change.detail &&
    known.by === change.by &&
    known.at === change.at &&
    known.endedAt === change.endedAt;
  return same ? "same" : "changed";
}

/** Writes a change; a repeat of one that is known writes nothing. `position` is that of its log entry, encoded. */
export function putChange(db: WritableDb, change: ChangeRow, position: number): "new" | "changed" | "same" {
  const compared = compareChange(db, change);
  if (compared === "same") return compared;
  const { scope, id, entityId, summary, detail, by, at, endedAt, sourceId } = change;
  statement(
    db,
    `INSERT INTO change (scope, id, entity_id, summary, detail, by, at, ended_at, source_id, position) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (scope, id) DO UPDATE SET entity_id = excluded.entity_id, summary = excluded.summary, detail = excluded.detail,
       by = excluded.by, at = excluded.at, ended_at = excluded.ended_at, source_id = excluded.source_id, position = excluded.position`,
  ).run(scope, id, entityId, summary, detail, by, at, endedAt, sourceId, position);
  return compared;
}

/** When the change of this id began, if it is known. */
export const findChangeAt = (db: ReadableDb, scope: Scope, id: string): number | undefined =>
  valueStatement<[Scope, string], number>(db, "SELECT at FROM change WHERE scope = ? AND id = ?").get(scope, id);

import type { Message } from "../../../shared/domain/message.ts";
import type { Scopes } from "../../../shared/domain/scope.ts";
import type { Resolution } from "../../../shared/domain/similar.ts";
import type { ReadableDb } from "./database.ts";
import { changesOfEntities } from "./read-changes.ts";
import { rowOf, rowsOf } from "./read-query.ts";

const NOTES = 2;
const ENTITIES = 200;

type Closed = { id: string; owner: string | null; startedAt: number; resolvedAt: number };
type Note = { at: number; by: string | null; message: string };

/** Who had a closed incident, what was written about it, and the last change of its entities while it lasted. */
export function resolutionOf(db: ReadableDb, scopes: Scopes, { id, owner, startedAt, resolvedAt }: Closed): Resolution {
  const history = "SELECT at, by, message FROM incident_history WHERE incident_id = ? AND kind";
  const notes = rowsOf<Note>(db, `${history} = 'note' ORDER BY version DESC LIMIT ${NOTES}`, id);
  const acknowledged = rowOf<Note>(db, `${history} = 'acknowledged' ORDER BY version DESC LIMIT 1`, id);
  const entities = rowsOf<{ entityId: string }>(
    db,
    `SELECT DISTINCT a.entity_id AS entityId FROM incident_alert m CROSS JOIN alert a ON a.id = m.alert_id
     WHERE m.incident_id = ? AND m.left_position IS NULL LIMIT ${ENTITIES}`,
    id,
  ).map(({ entityId }) => entityId);
  const [change] = changesOfEntities(db, scopes, entities, { from: startedAt, to: resolvedAt, limit: 1 });
  return {
    owner,
    acknowledgedBy: acknowledged?.by ?? null,
    notes: notes.map((note) => ({ ...note, message: JSON.parse(note.message) as Message })),
    change:
      change === undefined
        ? null
        : { id: change.id, entityName: change.entityName, summary: change.summary, by: change.by, at: change.at },
  };
}

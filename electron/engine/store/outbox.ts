import type { OutboxItem } from "../../../shared/domain/outbox.ts";
import type { ReadableDb, WritableDb } from "./database.ts";
import { statement, valueStatement } from "./statements.ts";

/** An action that waits for its source, as stored. `undoes`: for an undo, the id of the item that it takes back. */
export type OutboxRow = Omit<OutboxItem, "fingerprint" | "alertSummary" | "sourceName"> & {
  idempotencyKey: string;
  alertId: number;
  incidentId: string | null;
  handle: string;
  undoes: string | null;
};

export type NewOutboxRow = Pick<
  OutboxRow,
  | "id"
  | "scope"
  | "kind"
  | "idempotencyKey"
  | "alertId"
  | "incidentId"
  | "sourceId"
  | "handle"
  | "seenVersion"
  | "by"
  | "note"
  | "createdAt"
  | "until"
  | "nextAttemptAt"
  | "undoes"
>;

/** What may change in the life of an item. */
export type OutboxPatch = Partial<
  Pick<
    OutboxRow,
    "state" | "updatedAt" | "until" | "effectId" | "attempts" | "nextAttemptAt" | "outcome" | "seenVersion" | "handle"
  >
>;

type Stored = Omit<OutboxRow, "outcome"> & { outcome: string | null };

const SELECT = `SELECT id, scope, kind, state, idempotency_key AS idempotencyKey, alert_id AS alertId, incident_id AS incidentId,
  source_id AS sourceId, handle, seen_version AS seenVersion, by, note, created_at AS createdAt, updated_at AS updatedAt,
  until, effect_id AS effectId, attempts, next_attempt_at AS nextAttemptAt, outcome, undoes FROM outbox`;

const fromStored = (stored: Stored): OutboxRow => ({
  ...stored,
  outcome: stored.outcome === null ? null : (JSON.parse(stored.outcome) as NonNullable<OutboxRow["outcome"]>),
});

/** Queues an action. */
export function insertItem(db: WritableDb, item: NewOutboxRow): OutboxRow {
  statement(
    db,
    `INSERT INTO outbox (id, scope, kind, state, idempotency_key, alert_id, incident_id, source_id, handle, seen_version, by, note,
       created_at, updated_at, until, next_attempt_at, undoes)
     VALUES (?, ?, ?, 'queued', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    item.id,
    item.scope,
    item.kind,
    item.idempotencyKey,
    item.alertId,
    item.incidentId,
    item.sourceId,
    item.handle,
    item.seenVersion,
    item.by,
    item.note,
    item.createdAt,
    item.createdAt,
    item.until,
    item.nextAttemptAt,
    item.undoes,
  );
  return present(findItem(db, item.id), item.id);
}

/** Columns that a patch may name, by the name that it has there. */
const PATCHABLE = {
  state: "state",
  updatedAt: "updated_at",
  until: "until",
  effectId: "effect_id",
  attempts: "attempts",
  nextAttemptAt: "next_attempt_at",
  outcome: "outcome",
  seenVersion: "seen_version",
  handle: "handle",
} as const satisfies Record<keyof OutboxPatch, string>;

/**
 * Changes the fields that the patch names.
 * @throws RangeError for an id that is not stored
 */
export function updateItem(db: WritableDb, id: string, patch: OutboxPatch): OutboxRow {
  const fields = (Object.keys(PATCHABLE) as (keyof typeof PATCHABLE)[]).filter((field) => patch[field] !== undefined);
  if (fields.length > 0) {
    const values = fields.map((field) => {
      const value = patch[field];
      return typeof value === "object" && value !== null ? JSON.stringify(value) : value;
    });
    const sql = `UPDATE outbox SET ${fields.map((field) => `${PATCHABLE[field]} = ?`).join(", ")} WHERE id = ?`;
    statement(db, sql).run(...values, id);
  }
  return present(findItem(db, id), id);
}

function present(row: OutboxRow | undefined, id: string): OutboxRow {
  if (row === undefined) throw new RangeError(`no outbox item has id ${id}`);
  return row;
}

export function findItem(db: ReadableDb, id: string): OutboxRow | undefined {
  const stored = statement<[string], Stored>(db, `${SELECT} WHERE id = ?`).get(id);
  return stored && fromStored(stored);
}

const DUE = "state IN ('queued', 'sent') AND next_attempt_at <= ?";

/** Sources with items that are due. */
export const sourcesWithDue = (db: ReadableDb, now: number): string[] =>
  valueStatement<[number], string>(db, `SELECT DISTINCT source_id FROM outbox WHERE ${DUE} ORDER BY source_id`).all(
    now,
  );

/** Items of a source whose next attempt is due, longest waiting first. */
export const dueItems = (db: ReadableDb, sourceId: string, now: number, limit: number): OutboxRow[] =>
  statement<[number, string, number], Stored>(
    db,
    `${SELECT} WHERE ${DUE} AND source_id = ? ORDER BY next_attempt_at, created_at, id LIMIT ?`,
  )
    .all(now, sourceId, limit)
    .map(fromStored);

/** Of those that are due, the ones that wait to be sent although their effect would be over by now. */
export const overdueItems = (db: ReadableDb, sourceId: string, now: number, limit: number): OutboxRow[] =>
  statement<[number, string, number, number], Stored>(
    db,
    `${SELECT} WHERE ${DUE} AND source_id = ? AND state = 'queued' AND until <= ? ORDER BY until, id LIMIT ?`,
  )
    .all(now, sourceId, now, limit)
    .map(fromStored);

/** True while an item waits that takes this one back. */
export const isBeingUndone = (db: ReadableDb, id: string): boolean =>
  valueStatement<[string], number>(
    db,
    "SELECT 1 FROM outbox WHERE state IN ('queued', 'sent') AND undoes = ? LIMIT 1",
  ).get(id) !== undefined;

/** The newest action upon an alert. */
export function latestOf(db: ReadableDb, alertId: number): OutboxRow | undefined {
  const sql = `${SELECT} WHERE alert_id = ? ORDER BY created_at DESC, rowid DESC LIMIT 1`;
  const stored = statement<[number], Stored>(db, sql).get(alertId);
  return stored && fromStored(stored);
}

/** The items of one acknowledgement of an alert, `item` among them: one for each handle under which its source knows it. */
export const siblingsOf = (db: ReadableDb, { alertId, createdAt, by }: OutboxRow): OutboxRow[] =>
  statement<[number, number, string], Stored>(
    db,
    `${SELECT} WHERE alert_id = ? AND created_at = ? AND by = ? AND kind = 'acknowledge' ORDER BY rowid`,
  )
    .all(alertId, createdAt, by)
    .map(fromStored);

/** Oldest first. */
export const itemsOfIncident = (db: ReadableDb, incidentId: string): OutboxRow[] =>
  statement<[string], Stored>(db, `${SELECT} WHERE incident_id = ? ORDER BY created_at, rowid`)
    .all(incidentId)
    .map(fromStored);

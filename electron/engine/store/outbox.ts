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

/** Items whose next attempt is due, longest waiting first. */
export const dueItems = (db: ReadableDb, now: number, limit: number): OutboxRow[] =>
  statement<[number, number], Stored>(
    db,
    `${SELECT} WHERE state IN ('queued', 'sent') AND next_attempt_at <= ? ORDER BY next_attempt_at, created_at, id LIMIT ?`,
  )
    .all(now, limit)
    .map(fromStored);

/** When the next item becomes due; undefined while nothing waits. */
export const nextDueAt = (db: ReadableDb): number | undefined =>
  valueStatement<[], number | null>(
    db,
    "SELECT min(next_attempt_at) FROM outbox WHERE state IN ('queued', 'sent')",
  ).get() ?? undefined;

/** The newest action upon an alert. */
export function latestOf(db: ReadableDb, alertId: number): OutboxRow | undefined {
  const sql = `${SELECT} WHERE alert_id = ? ORDER BY created_at DESC, rowid DESC LIMIT 1`;
  const stored = statement<[number], Stored>(db, sql).get(alertId);
  return stored && fromStored(stored);
}

/** Oldest first. */
export const itemsOfIncident = (db: ReadableDb, incidentId: string): OutboxRow[] =>
  statement<[string], Stored>(db, `${SELECT} WHERE incident_id = ? ORDER BY created_at, rowid`)
    .all(incidentId)
    .map(fromStored);

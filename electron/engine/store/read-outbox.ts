import type { OutboxItem, OutboxState } from "../../../shared/domain/outbox.ts";
import type { Scopes } from "../../../shared/domain/scope.ts";
import type { ReadableDb } from "./database.ts";
import { listed, numberOf, rowOf, rowsOf } from "./read-query.ts";

export type OutboxPage = { rows: OutboxItem[]; total: number; waiting: number; conflicts: number };
export type OutboxQuery = { states: readonly OutboxState[]; offset: number; limit: number };

const ITEMS = `
  SELECT o.id, o.scope, o.kind, o.state, a.fingerprint, a.summary AS alertSummary, o.source_id AS sourceId,
    coalesce(s.name, o.source_id) AS sourceName, o.seen_version AS seenVersion, o.by, o.note, o.created_at AS createdAt,
    o.updated_at AS updatedAt, o.until, o.effect_id AS effectId, o.attempts, o.next_attempt_at AS nextAttemptAt, o.outcome
  FROM outbox o JOIN alert a ON a.id = o.alert_id LEFT JOIN source s ON s.id = o.source_id
  WHERE o.scope IN (SELECT value FROM json_each(?))`;

const COUNT =
  "SELECT count(*) AS n FROM outbox WHERE scope IN (SELECT value FROM json_each(?)) AND state IN (SELECT value FROM json_each(?))";

type Row = Omit<OutboxItem, "outcome"> & { outcome: string | null };

/** One window of the actions in these states, latest first. `waiting` and `conflicts` count whatever the states asked for. */
export function listOutbox(db: ReadableDb, scopes: Scopes, { states, offset, limit }: OutboxQuery): OutboxPage {
  const inScopes = listed(scopes);
  const sql = `${ITEMS} AND o.state IN (SELECT value FROM json_each(?)) ORDER BY o.updated_at DESC, o.id LIMIT ? OFFSET ?`;
  return {
    rows: rowsOf<Row>(db, sql, inScopes, listed(states), limit, offset).map(fromRow),
    total: numberOf(db, COUNT, inScopes, listed(states)),
    waiting: numberOf(db, COUNT, inScopes, listed(["queued", "sent"])),
    conflicts: numberOf(db, COUNT, inScopes, listed(["conflict"])),
  };
}

export function getOutboxItem(db: ReadableDb, scopes: Scopes, id: string): OutboxItem | undefined {
  const row = rowOf<Row>(db, `${ITEMS} AND o.id = ?`, listed(scopes), id);
  return row && fromRow(row);
}

const fromRow = (row: Row): OutboxItem => ({
  ...row,
  outcome: row.outcome === null ? null : (JSON.parse(row.outcome) as NonNullable<OutboxItem["outcome"]>),
});

import type { Message } from "../../../shared/domain/message.ts";
import type { Scope } from "../../../shared/domain/scope.ts";
import type { Failure, Source } from "../../../shared/domain/source.ts";
import type { ReadableDb, WritableDb } from "./database.ts";
import { statement, valueStatement } from "./statements.ts";

/** A configured connection. `settings` hold references in place of secrets. */
export type SourceRow = {
  id: string;
  scope: Scope;
  kind: string;
  name: string;
  origin: Source["origin"];
  enabled: boolean;
  canAct: boolean;
  settings: Record<string, unknown>;
  intervalMs: number;
};

/** With how it fares. */
export type StoredSource = SourceRow & {
  cursor: string | null;
  about: string | null;
  lastGoodAt: number | null;
  lagMs: number | null;
  failure: Failure | null;
  failureSince: number | null;
  nextPollAt: number | null;
  eventsIn: number;
};

/** Adds or replaces a source. Other settings make its cursor meaningless, so it begins anew. */
export function putSource(db: WritableDb, row: SourceRow): void {
  statement(
    db,
    `INSERT INTO source (id, scope, kind, name, origin, enabled, can_act, settings, interval_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET
       cursor = iif(kind = excluded.kind AND settings = excluded.settings, cursor, NULL),
       scope = excluded.scope, kind = excluded.kind, name = excluded.name, origin = excluded.origin, enabled = excluded.enabled,
       can_act = excluded.can_act, settings = excluded.settings, interval_ms = excluded.interval_ms, removed_at = NULL`,
  ).run(
    row.id,
    row.scope,
    row.kind,
    row.name,
    row.origin,
    Number(row.enabled),
    Number(row.canAct),
    JSON.stringify(row.settings),
    row.intervalMs,
  );
}

/** Takes a source out of use; its row stays, because alerts name it. False when it was not in use. */
export function removeSource(db: WritableDb, id: string, at: number): boolean {
  const sql = "UPDATE source SET removed_at = ?, enabled = 0, next_poll_at = NULL WHERE id = ? AND removed_at IS NULL";
  return statement(db, sql).run(at, id).changes > 0;
}

type Stored = Omit<StoredSource, "enabled" | "canAct" | "settings" | "failure"> & {
  enabled: number;
  canAct: number;
  settings: string;
  failure: string | null;
};

/** Every source in use, by id. */
export function loadSources(db: ReadableDb): StoredSource[] {
  const rows = statement<[], Stored>(
    db,
    `SELECT id, scope, kind, name, origin, enabled, can_act AS canAct, settings, interval_ms AS intervalMs, cursor, about,
       last_good_at AS lastGoodAt, lag_ms AS lagMs, failure, failure_since AS failureSince, next_poll_at AS nextPollAt,
       events_in AS eventsIn FROM source WHERE removed_at IS NULL ORDER BY id`,
  ).all();
  return rows.map((row) => ({
    ...row,
    enabled: row.enabled === 1,
    canAct: row.canAct === 1,
    settings: JSON.parse(row.settings) as Record<string, unknown>,
    failure: row.failure === null ? null : (JSON.parse(row.failure) as { kind: Failure["kind"]; message: Message }),
  }));
}

/** Where the last poll that is on disk ended; undefined before the first, and after a change of settings. */
export const cursorOf = (db: ReadableDb, id: string): string | undefined =>
  valueStatement<[string], string | null>(db, "SELECT cursor FROM source WHERE id = ?").get(id) ?? undefined;

/** What a poll or push brought. Absent `cursor` and `about` leave the stored ones. */
export type PollRecord = {
  at: number;
  lagMs: number | null;
  cursor?: string | undefined;
  about?: string | undefined;
  /** Events taken in, repeats included. */
  events: number;
  /** Left out, by reason. */
  ignored: Record<string, number>;
  nextPollAt: number | null;
};

/** Notes a good answer, in the transaction of its events: the cursor moves with what it covers. */
export function recordPoll(db: WritableDb, sourceId: string, poll: PollRecord): void {
  statement(
    db,
    `UPDATE source SET last_good_at = ?, lag_ms = coalesce(?, lag_ms), cursor = coalesce(?, cursor), about = coalesce(?, about),
       events_in = events_in + ?, next_poll_at = ?, failure = NULL, failure_since = NULL WHERE id = ?`,
  ).run(poll.at, poll.lagMs, poll.cursor ?? null, poll.about ?? null, poll.events, poll.nextPollAt, sourceId);
  const add = statement(
    db,
    `INSERT INTO source_ignored (source_id, reason, count) VALUES (?, ?, ?)
     ON CONFLICT (source_id, reason) DO UPDATE SET count = count + excluded.count`,
  );
  for (const [reason, count] of Object.entries(poll.ignored)) add.run(sourceId, reason, count);
}

/** Notes that a receiver is open, and where. */
export function recordListening(db: WritableDb, sourceId: string, address: string): void {
  const sql = "UPDATE source SET about = ?, failure = NULL, failure_since = NULL WHERE id = ?";
  statement(db, sql).run(address, sourceId);
}

/** Notes a failed poll. `failure_since` stays at the first of a row of failures. */
export function recordFailure(
  db: WritableDb,
  sourceId: string,
  { at, failure, nextPollAt }: { at: number; failure: Failure; nextPollAt: number | null },
): void {
  statement(
    db,
    "UPDATE source SET failure = ?, failure_since = coalesce(failure_since, ?), next_poll_at = ? WHERE id = ?",
  ).run(JSON.stringify(failure), at, nextPollAt, sourceId);
}

/** Replaces the names of labels that a source adds for the outside. True when that changes anything. */
export function putExternalLabels(db: WritableDb, scope: Scope, sourceId: string, names: readonly string[]): boolean {
  const sql = "SELECT name FROM external_label WHERE scope = ? AND source_id = ? ORDER BY name";
  const known = valueStatement<[Scope, string], string>(db, sql).all(scope, sourceId);
  const wanted = [...new Set(names)].sort();
  if (known.length === wanted.length && known.every((name, index) => name === wanted[index])) return false;
  statement(db, "DELETE FROM external_label WHERE scope = ? AND source_id = ?").run(scope, sourceId);
  const add = statement(db, "INSERT INTO external_label (scope, name, source_id) VALUES (?, ?, ?)");
  for (const name of wanted) add.run(scope, name, sourceId);
  return true;
}

/** Names of external labels by scope, of all sources together: a fingerprint leaves them out whoever reports. */
export function loadExternalLabels(db: ReadableDb): Map<Scope, Set<string>> {
  const labels = new Map<Scope, Set<string>>();
  const rows = statement<[], { scope: Scope; name: string }>(
    db,
    "SELECT DISTINCT scope, name FROM external_label",
  ).all();
  for (const { scope, name } of rows) {
    const names = labels.get(scope) ?? new Set();
    labels.set(scope, names.add(name));
  }
  return labels;
}

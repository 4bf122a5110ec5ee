import type { Fingerprint } from "../../../shared/domain/alert.ts";
import type { LogEntry, NewLogEntry } from "../../../shared/domain/log.ts";
import { type Position, START } from "../../../shared/domain/position.ts";
import type { Scope, Scopes } from "../../../shared/domain/scope.ts";
import type { ReadableDb, WritableDb } from "./database.ts";
import { ALERT_KIND, decodeBody, encodeBody } from "./log-body.ts";
import {
  createPartition,
  listPartitions,
  newestPartition,
  type Partition,
  PARTITION_LIMITS,
  type PartitionLimits,
  partitionsFrom,
  savePartition,
  tableOf,
} from "./partitions.ts";
import { insertRows, insertText, ROWS_AT_ONCE } from "./insert-rows.ts";
import { snapshot } from "./snapshot.ts";
import { arrayStatement, statement } from "./statements.ts";

/**
 * Appends to the log within one transaction. It holds the newest partition meanwhile, so that its row is written once: nobody
 * else may append before `save`, and nobody sees the new entries counted before it.
 */
export class LogAppender {
  readonly #db: WritableDb;
  readonly #limits: PartitionLimits;
  #open: Open | undefined;

  constructor(db: WritableDb, limits: PartitionLimits = PARTITION_LIMITS) {
    this.#db = db;
    this.#limits = limits;
  }

  /** Position of the newest entry; START while there is none. */
  get head(): Position {
    return this.#open === undefined ? logHead(this.#db) : headOf(this.#open.partition);
  }

  /** Appends in order and returns each entry's position. Begins a new partition when the newest is full. */
  append(entries: readonly NewLogEntry[]): Position[] {
    let rows: StoredEntry[] = [];
    let into: Open | undefined;
    const positions = entries.map((entry) => {
      const open = this.#roomFor(entry.receivedAt, () => {
        if (into !== undefined) insertRows(into.one, into.many, rows);
        rows = [];
      });
      into = open;
      rows.push(count(open.partition, entry));
      return headOf(open.partition);
    });
    if (into !== undefined) insertRows(into.one, into.many, rows);
    return positions;
  }

  /** Writes what the newest partition holds now. */
  save(): void {
    if (this.#open !== undefined) savePartition(this.#db, this.#open.partition);
    this.#open = undefined;
  }

  /** The partition that takes the next entry. `onFull`: what it has taken until now must be written before another begins. */
  #roomFor(receivedAt: number, onFull: () => void): Open {
    if (this.#open === undefined) {
      const newest = newestPartition(this.#db);
      if (newest !== undefined) this.#open = openPartition(this.#db, newest);
    }
    const open = this.#open;
    if (open !== undefined && !isFull(open.partition, receivedAt, this.#limits)) return open;
    onFull();
    this.save();
    return (this.#open = openPartition(this.#db, beginPartition(this.#db, open?.partition, receivedAt)));
  }
}

/** Appends in order and returns each entry's position. Begins a new partition when the newest is full. */
export function appendEvents(
  db: WritableDb,
  entries: readonly NewLogEntry[],
  limits: PartitionLimits = PARTITION_LIMITS,
): Position[] {
  const log = new LogAppender(db, limits);
  const positions = log.append(entries);
  log.save();
  return positions;
}

const isFull = (
  { firstPosition, lastPosition, firstAt }: Partition,
  receivedAt: number,
  limits: PartitionLimits,
): boolean => lastPosition - firstPosition + 1 >= limits.rows || receivedAt - firstAt >= limits.ms;

function beginPartition(db: WritableDb, before: Partition | undefined, receivedAt: number): Partition {
  const partition = before === undefined ? 0 : before.partition + 1;
  const last = before?.lastPosition ?? 0;
  createPartition(db, partition);
  return { partition, firstPosition: last + 1, lastPosition: last, firstAt: receivedAt, lastAt: receivedAt };
}

/** A partition that is being written, with its inserts: looked up once for many entries, because their text is made anew each time. */
type Open = { partition: Partition; one: Insert; many: Insert };
type Insert = ReturnType<typeof statement>;

function openPartition(db: WritableDb, partition: Partition): Open {
  const into = `${tableOf(partition.partition)} (${COLUMNS})`;
  const [one, many] = [insertText(into, COLUMN_COUNT, 1), insertText(into, COLUMN_COUNT, ROWS_AT_ONCE)];
  return { partition, one: statement(db, one), many: statement(db, many) };
}

/** Counts an entry into its partition. @returns its row */
function count(partition: Partition, { scope, sourceId, receivedAt, at, body }: NewLogEntry): StoredEntry {
  partition.lastPosition += 1;
  partition.firstAt = Math.min(partition.firstAt, receivedAt);
  partition.lastAt = Math.max(partition.lastAt, receivedAt);
  const stored = encodeBody(body);
  return [partition.lastPosition, stored.kind, scope, sourceId, stored.subject, receivedAt, at, stored.body];
}

/** Position of the newest entry; START while there is none. */
export function logHead(db: ReadableDb): Position {
  const newest = newestPartition(db);
  return newest === undefined ? START : headOf(newest);
}

const headOf = ({ partition, lastPosition }: Partition): Position => ({ partition, position: lastPosition });

type StoredEntry = [
  position: number,
  kind: number,
  scope: Scope,
  sourceId: string,
  subject: string | null,
  receivedAt: number,
  at: number,
  body: string,
];

const COLUMNS = "position, kind, scope, source_id, subject, received_at, at, body";
const COLUMN_COUNT = 8;

const toEntry = (
  partition: number,
  [position, kind, scope, sourceId, subject, receivedAt, at, body]: StoredEntry,
): LogEntry => ({
  scope,
  sourceId,
  at,
  receivedAt,
  body: decodeBody(kind, subject, body),
  position: { partition, position },
});

/** Up to `limit` entries after a position, oldest first, across partitions. Those that retention has removed are left out. */
export function readEvents(db: ReadableDb, after: Position, limit: number): LogEntry[] {
  return snapshot(db, () => readOn(db, after, limit));
}

function readOn(db: ReadableDb, after: Position, limit: number): LogEntry[] {
  const entries: LogEntry[] = [];
  for (const { partition } of partitionsFrom(db, after.partition)) {
    const sql = `SELECT ${COLUMNS} FROM ${tableOf(partition)} WHERE position > ? ORDER BY position LIMIT ?`;
    const rows = arrayStatement<[number, number], StoredEntry>(db, sql).all(after.position, limit - entries.length);
    for (const row of rows) entries.push(toEntry(partition, row));
    if (entries.length >= limit) break;
  }
  return entries;
}

/** Transitions of these alerts between two instants of `received_at` (inclusive), oldest first. Looks only into partitions of that time. */
export function transitionsOf(
  db: ReadableDb,
  scopes: Scopes,
  fingerprints: readonly Fingerprint[],
  from = -Infinity,
  to = Infinity,
): LogEntry[] {
  return snapshot(db, () => {
    const wanted = [JSON.stringify(scopes), JSON.stringify(fingerprints)] as const;
    const found: LogEntry[] = [];
    for (const { partition, firstAt, lastAt } of listPartitions(db)) {
      if (lastAt < from || firstAt > to) continue;
      const sql = `SELECT ${COLUMNS} FROM ${tableOf(partition)}
      WHERE scope IN (SELECT value FROM json_each(?)) AND subject IN (SELECT value FROM json_each(?)) AND kind = ${ALERT_KIND}
      ORDER BY position`;
      for (const row of arrayStatement<[string, string], StoredEntry>(db, sql).all(...wanted)) {
        const entry = toEntry(partition, row);
        if (entry.receivedAt >= from && entry.receivedAt <= to) found.push(entry);
      }
    }
    return found;
  });
}

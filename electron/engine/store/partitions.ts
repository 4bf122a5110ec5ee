import type { ReadableDb, WritableDb } from "./database.ts";
import { statement } from "./statements.ts";

/** One table of the event log. Positions grow by one across partitions; times are `received_at`. */
export type Partition = {
  partition: number;
  firstPosition: number;
  lastPosition: number;
  firstAt: number;
  lastAt: number;
};

/** When a partition is full: by rows, because indexes over more get slow, or by age, because retention drops it whole. */
export type PartitionLimits = { rows: number; ms: number };

export const PARTITION_LIMITS: PartitionLimits = { rows: 1_000_000, ms: 24 * 3_600_000 };

export const tableOf = (partition: number): string => `log_${partition}`;

const SELECT = `SELECT partition, first_position AS firstPosition, last_position AS lastPosition,
  first_at AS firstAt, last_at AS lastAt FROM log_partition WHERE removing = 0`;

const NEWEST = `${SELECT} ORDER BY partition DESC LIMIT 1`;

/** Oldest first. */
export const listPartitions = (db: ReadableDb): Partition[] =>
  statement<[], Partition>(db, `${SELECT} ORDER BY partition`).all();

/** The one that is being written; undefined before the first entry. */
export const newestPartition = (db: ReadableDb): Partition | undefined => statement<[], Partition>(db, NEWEST).get();

/** The first that holds entries after those of `partition`, itself included. */
export const partitionsFrom = (db: ReadableDb, partition: number): Partition[] =>
  statement<[number], Partition>(db, `${SELECT} AND partition >= ? ORDER BY partition`).all(partition);

/** Makes the table of a new partition, still without entries. */
export function createPartition(db: WritableDb, partition: number): void {
  const table = tableOf(partition);
  db.exec(`
    CREATE TABLE ${table} (
      position INTEGER PRIMARY KEY,
      kind INTEGER NOT NULL,
      scope TEXT NOT NULL,
      source_id TEXT NOT NULL,
      subject TEXT,
      received_at INTEGER NOT NULL,
      at INTEGER NOT NULL,
      body TEXT NOT NULL
    ) STRICT;
    CREATE INDEX ${table}_subject ON ${table} (scope, subject) WHERE subject IS NOT NULL;`);
}

/** Writes what a partition holds now. */
export function savePartition(
  db: WritableDb,
  { partition, firstPosition, lastPosition, firstAt, lastAt }: Partition,
): void {
  statement(
    db,
    `INSERT INTO log_partition (partition, first_position, last_position, first_at, last_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (partition) DO UPDATE SET last_position = excluded.last_position,
       first_at = min(first_at, excluded.first_at), last_at = max(last_at, excluded.last_at)`,
  ).run(partition, firstPosition, lastPosition, firstAt, lastAt);
}

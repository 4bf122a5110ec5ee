import type { ReadableDb } from "./database.ts";
import { listPartitions, tableOf } from "./partitions.ts";
import { encodePosition } from "./position.ts";
import { rowOf } from "./read-query.ts";

/**
 * The encoded position of the last log entry that was received until `at` (epoch ms); 0 when the log begins later.
 * Binary search by position, because the time of receipt grows with it and has no index of its own.
 */
export function positionAt(db: ReadableDb, at: number): number {
  const holding = listPartitions(db).findLast((partition) => partition.firstAt <= at);
  if (!holding) return 0;
  const { partition, firstPosition, lastPosition } = holding;
  let known = firstPosition;
  let beyond = lastPosition + 1;
  while (beyond - known > 1) {
    const middle = Math.floor((known + beyond) / 2);
    const sql = `SELECT received_at AS receivedAt FROM ${tableOf(partition)} WHERE position = ?`;
    const receivedAt = rowOf<{ receivedAt: number }>(db, sql, middle)?.receivedAt;
    if (receivedAt !== undefined && receivedAt <= at) known = middle;
    else beyond = middle;
  }
  return encodePosition({ partition, position: known });
}

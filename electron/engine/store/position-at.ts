import { type Position, START } from "../../../shared/domain/position.ts";
import type { ReadableDb } from "./database.ts";
import { listPartitions, type Partition, tableOf } from "./partitions.ts";
import { snapshot } from "./snapshot.ts";
import { valueStatement } from "./statements.ts";

/** The place in the log after which the entries received at an instant and later come. `isStart`: nothing came before, ever. */
export type PlaceInTime = { after: Position; isStart: boolean };

/** Finds it by halving: entries lie in the order in which they were received. */
export function positionBefore(db: ReadableDb, instant: number): PlaceInTime {
  return snapshot(db, () => {
    const partitions = listPartitions(db);
    const found = partitions.find(({ lastAt }) => lastAt >= instant);
    if (found === undefined) return { after: endOf(partitions.at(-1)), isStart: false };
    const position = firstFrom(db, found, instant) - 1;
    return { after: { partition: found.partition, position }, isStart: position === 0 };
  });
}

const endOf = (partition: Partition | undefined): Position =>
  partition === undefined ? START : { partition: partition.partition, position: partition.lastPosition };

function firstFrom(db: ReadableDb, { partition, firstPosition, lastPosition }: Partition, instant: number): number {
  const receivedAt = valueStatement<[number], number>(
    db,
    `SELECT received_at FROM ${tableOf(partition)} WHERE position >= ? ORDER BY position LIMIT 1`,
  );
  let low = firstPosition;
  let high = lastPosition;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((receivedAt.get(middle) ?? Infinity) < instant) low = middle + 1;
    else high = middle;
  }
  return low;
}

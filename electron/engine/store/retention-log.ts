import { readProgress } from "./analysis-state.ts";
import { listPartitions, tableOf } from "./partitions.ts";
import { encodePosition } from "./position.ts";
import type { Duty } from "./retention-duties.ts";
import { forgetStatements, statement, valueStatement } from "./statements.ts";

const ROWS_A_SLICE = 3000;

/**
 * Begins to remove the oldest partition when all of it is older than the limit, analysis has read it, and it is not the
 * newest. Dropping a table of a million rows at once takes 200 ms, so it is emptied in slices first.
 */
export const expirePartition: Duty = (db, { before }) => {
  const [oldest, next] = listPartitions(db);
  if (oldest === undefined || next === undefined || oldest.lastAt >= before) return false;
  const last = encodePosition({ partition: oldest.partition, position: oldest.lastPosition });
  if (last > readProgress(db).position) return false;
  statement(db, "UPDATE log_partition SET removing = 1 WHERE partition = ?").run(oldest.partition);
  db.exec(`DROP INDEX ${tableOf(oldest.partition)}_subject`);
  return true;
};

/** Goes on emptying a partition, and drops the table once it is empty. */
export const emptyRemovedPartition: Duty = (db, _limits, removed) => {
  const sql = "SELECT partition FROM log_partition WHERE removing = 1 ORDER BY partition LIMIT 1";
  const partition = valueStatement<[], number>(db, sql).get();
  if (partition === undefined) return false;
  const table = tableOf(partition);
  const slice = `DELETE FROM ${table} WHERE position < (SELECT min(position) FROM ${table}) + ${ROWS_A_SLICE}`;
  if (statement(db, slice).run().changes > 0) return true;
  forgetStatements(db, table);
  db.exec(`DROP TABLE ${table}`);
  statement(db, "DELETE FROM log_partition WHERE partition = ?").run(partition);
  removed.partitions += 1;
  return true;
};

import type { ReadableDb } from "./database.ts";
import { numberOf } from "./read-query.ts";

export type DatabaseFacts = { databaseBytes: number; eventCount: number };

/** Size of the database file and the events that its log holds. */
export const databaseFacts = (db: ReadableDb): DatabaseFacts => ({
  databaseBytes: numberOf(db, "SELECT page_count * page_size AS n FROM pragma_page_count(), pragma_page_size()"),
  eventCount: numberOf(db, "SELECT sum(last_position - first_position + 1) AS n FROM log_partition WHERE removing = 0"),
});

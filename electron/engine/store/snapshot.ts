import type { ReadableDb } from "./database.ts";

/** Runs several reads on one state of the database, so that nothing goes away between them. */
export function snapshot<T>(db: ReadableDb, read: () => T): T {
  if (db.inTransaction) return read();
  db.exec("BEGIN");
  try {
    return read();
  } finally {
    if (db.inTransaction) db.exec("COMMIT");
  }
}

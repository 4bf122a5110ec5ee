import type { ReadableDb } from "./database.ts";

/**
 * Keeps a connection on one state of the database over many reads, with pauses between; returns what lets it go.
 * Meanwhile the write-ahead log cannot be cut back, so only short-lived processes do this.
 */
export function holdSnapshot(db: ReadableDb): () => void {
  db.exec("BEGIN");
  return () => void db.exec("COMMIT");
}

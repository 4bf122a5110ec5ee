import type { WritableDb } from "./database.ts";
import { statement } from "./statements.ts";

/**
 * Remembers the idempotency key of a push in the transaction of its events. False when it was committed before:
 * the push is answered as accepted and changes nothing. Keys are kept for a day.
 */
export function rememberPush(db: WritableDb, sourceId: string, key: string, at: number): boolean {
  const sql = "INSERT INTO push_key (source_id, key, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";
  return statement(db, sql).run(sourceId, key, at).changes > 0;
}

import { hash } from "node:crypto";
import type { ReadableDb, WritableDb } from "./database.ts";
import { statement, valueStatement } from "./statements.ts";

/** A sender's key may be anything, and long: what is kept says nothing of it. */
const stored = (key: string): string => hash("sha256", key, "hex");

/** Whether a push with this idempotency key was committed: it is answered as accepted and changes nothing. Keys are kept for a day. */
export const isKnownPush = (db: ReadableDb, sourceId: string, key: string): boolean =>
  valueStatement<[string, string], number>(db, "SELECT 1 FROM push_key WHERE source_id = ? AND key = ?").get(
    sourceId,
    stored(key),
  ) !== undefined;

/** Remembers the key of a push, in the transaction of its last event. `at`: epoch ms. */
export function rememberPush(db: WritableDb, sourceId: string, key: string, at: number): void {
  const sql = "INSERT INTO push_key (source_id, key, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";
  statement(db, sql).run(sourceId, stored(key), at);
}

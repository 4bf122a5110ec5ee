import type { Position } from "../../../shared/domain/position.ts";
import type { StateRow } from "../../../shared/domain/proposal.ts";
import type { ReadableDb, WritableDb } from "./database.ts";
import { insertRows, insertText, ROWS_AT_ONCE } from "./insert-rows.ts";
import { decodePosition, encodePosition } from "./position.ts";
import { statement, valueStatement } from "./statements.ts";

/** How far analysis has come: the last position, encoded, and the last ordinal that was applied there. */
export type Progress = { position: number; ordinal: number };

export function readProgress(db: ReadableDb): Progress {
  const progress = statement<[], Progress>(db, "SELECT position, ordinal FROM analysis_progress").get();
  if (progress === undefined) throw new Error("the table analysis_progress has lost its row");
  return progress;
}

const AFTER = "ON CONFLICT (key) DO UPDATE SET value = excluded.value";
const PUT_ONE = insertText("analysis_state (key, value)", 2, 1, AFTER);
const PUT_MANY = insertText("analysis_state (key, value)", 2, ROWS_AT_ONCE, AFTER);

/** Writes state and progress in the caller's transaction, which is that of the proposals. */
export function saveAnalysisState(db: WritableDb, rows: readonly StateRow[], { position, ordinal }: Progress): void {
  const [one, many] = [statement(db, PUT_ONE), statement(db, PUT_MANY)];
  const remove = statement(db, "DELETE FROM analysis_state WHERE key = ?");
  let put: [key: string, value: string][] = [];
  for (const { key, value } of rows) {
    if (value !== null) put.push([key, value]);
    else {
      // A key may come twice: what is last holds.
      insertRows(one, many, put);
      put = [];
      remove.run(key);
    }
  }
  insertRows(one, many, put);
  statement(db, "UPDATE analysis_progress SET position = ?, ordinal = ?").run(position, ordinal);
}

/** The state to go on from after a restart, with the position of the last event in it. */
export function loadAnalysisState(db: ReadableDb): { upTo: Position; rows: StateRow[] } {
  const rows = statement<[], StateRow>(db, "SELECT key, value FROM analysis_state ORDER BY key").all();
  return { upTo: decodePosition(readProgress(db).position), rows };
}

/** Sets aside an event that crashed the analysis twice. It stays in the log and is skipped. */
export function quarantine(db: WritableDb, position: Position, error: string, at: number): void {
  statement(db, "INSERT INTO quarantine (position, at, error) VALUES (?, ?, ?) ON CONFLICT DO NOTHING").run(
    encodePosition(position),
    at,
    error,
  );
}

export const loadQuarantine = (db: ReadableDb): Position[] =>
  valueStatement<[], number>(db, "SELECT position FROM quarantine ORDER BY position").all().map(decodePosition);

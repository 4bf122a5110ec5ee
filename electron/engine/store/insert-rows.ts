import type Database from "better-sqlite3";

/** Rows that one call inserts: the call itself costs about as much as a small row. */
export const ROWS_AT_ONCE = 16;

type Value = string | number | null;
type Insert = Pick<Database.Statement, "run">;

/**
 * SQL that inserts `rows` rows. `into`: table and columns; `after`: what to do in a conflict. A row that cannot be written leaves those
 * before it (FAIL): to take them back SQLite would keep a copy of each page that the statement changes, a quarter of its cost, and
 * whoever writes rolls its transaction back in any case.
 */
export function insertText(into: string, columns: number, rows: number, after = ""): string {
  const row = `(${Array.from({ length: columns }, () => "?").join(", ")})`;
  return `INSERT OR FAIL INTO ${into} VALUES ${Array.from({ length: rows }, () => row).join(", ")} ${after}`;
}

/** Inserts rows in order, by `many` (of `ROWS_AT_ONCE` rows) as far as they go and by `one` for the rest. */
export function insertRows(one: Insert, many: Insert, rows: readonly (readonly Value[])[]): void {
  let at = 0;
  for (; at + ROWS_AT_ONCE <= rows.length; at += ROWS_AT_ONCE) {
    const values: Value[] = [];
    for (let row = at; row < at + ROWS_AT_ONCE; row++) for (const value of rows[row]!) values.push(value);
    many.run(values);
  }
  for (; at < rows.length; at++) one.run(rows[at]);
}

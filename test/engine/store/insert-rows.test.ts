import Database from "better-sqlite3";
import { afterEach, beforeEach, expect, it } from "vitest";
import { insertRows, insertText, ROWS_AT_ONCE } from "../../../electron/engine/store/insert-rows.ts";

let db: Database.Database;
beforeEach(() => {
  db = new Database(":memory:");
  db.exec("CREATE TABLE pair (number INTEGER, text TEXT)");
});
afterEach(() => db.close());

const insert = (rows: readonly (readonly [number, string | null])[]): void =>
  insertRows(
    db.prepare(insertText("pair (number, text)", 2, 1)),
    db.prepare(insertText("pair (number, text)", 2, ROWS_AT_ONCE)),
    rows,
  );

it("inserts every row once and in order, however many there are", () => {
  for (const count of [0, 1, ROWS_AT_ONCE - 1, ROWS_AT_ONCE, ROWS_AT_ONCE + 1, 3 * ROWS_AT_ONCE, 50]) {
    const rows = Array.from({ length: count }, (_, n): [number, string | null] => [n, n % 3 === 0 ? null : `row ${n}`]);
    insert(rows);
    expect(db.prepare("SELECT number, text FROM pair ORDER BY rowid").raw().all()).toEqual(rows);
    db.exec("DELETE FROM pair");
  }
});

it("does in a conflict what it is told to", () => {
  const text = insertText("kept (number)", 1, 2, "ON CONFLICT DO NOTHING");
  db.exec("CREATE TABLE kept (number INTEGER PRIMARY KEY)");
  db.prepare(text).run([1, 1]);
  expect(db.prepare("SELECT count(*) FROM kept").pluck().get()).toBe(1);
});

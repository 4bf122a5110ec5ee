import Database from "better-sqlite3";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const ROWS_PER_TRANSACTION = 250;

type Table = { name: string; columns: string[]; rows: unknown[][] };

/**
 * Writes the very rows that an engine wrote, with prepared inserts into the same schema with the same pragmas, and
 * 250 log entries (with their share of every other table's rows) a transaction. Like the engine it does not wait for the disk in
 * its commits; unlike the engine it never syncs, since nobody is told that anything is stored. Resolves with seconds.
 */
export function rawInserts(databaseFile: string): { seconds: number; allRows: number } {
  const tables = readTables(databaseFile);
  const folder = mkdtempSync(path.join(tmpdir(), "watchfloor-raw-"));
  const file = path.join(folder, "raw.db");
  copyFileSync(databaseFile, file);
  const db = new Database(file);
  for (const pragma of ["journal_mode = WAL", "synchronous = NORMAL", "wal_autocheckpoint = 0"]) db.pragma(pragma);
  db.pragma("cache_size = -65536");
  db.pragma("recursive_triggers = OFF");
  emptied(db, tables);
  const writers = tables.map(({ name, columns, rows }) => {
    const sql = `INSERT OR REPLACE INTO "${name}" (${columns.map((c) => `"${c}"`).join(", ")}) VALUES (${columns.map(() => "?").join(", ")})`;
    return { insert: db.prepare(sql), rows, done: 0 };
  });
  const logRows = tables.reduce(
    (sum, { name, rows }) => (name.startsWith("log_") && name !== "log_partition" ? sum + rows.length : sum),
    0,
  );
  const transactions = Math.max(1, Math.ceil(logRows / ROWS_PER_TRANSACTION));
  const begun = performance.now();
  for (let t = 1; t <= transactions; t++) {
    db.exec("BEGIN IMMEDIATE");
    for (const writer of writers) {
      const upTo = Math.floor((writer.rows.length * t) / transactions);
      for (; writer.done < upTo; writer.done++) writer.insert.run(...(writer.rows[writer.done] ?? []));
    }
    db.exec("COMMIT");
    if (t % 64 === 0) db.pragma("wal_checkpoint(PASSIVE)");
  }
  const seconds = (performance.now() - begun) / 1000;
  db.close();
  rmSync(folder, { recursive: true, force: true });
  return { seconds, allRows: tables.reduce((sum, { rows }) => sum + rows.length, 0) };
}

function readTables(file: string): Table[] {
  const db = new Database(file, { readonly: true });
  const names = db
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .pluck()
    .all() as string[];
  const tables = names.map((name) => {
    const columns = db.prepare(`SELECT name FROM pragma_table_info('${name}')`).pluck().all() as string[];
    const rows = db
      .prepare(`SELECT ${columns.map((c) => `"${c}"`).join(", ")} FROM "${name}"`)
      .raw()
      .all() as unknown[][];
    return { name, columns, rows };
  });
  db.close();
  return tables.filter(({ rows }) => rows.length > 0);
}

function emptied(db: Database.Database, tables: readonly Table[]): void {
  db.exec("BEGIN");
  for (const { name } of tables) db.exec(`DELETE FROM "${name}"`);
  db.exec("COMMIT");
  db.exec("VACUUM");
  db.pragma("wal_checkpoint(TRUNCATE)");
}

import type Database from "better-sqlite3";
import type { ReadableDb } from "./database.ts";
import { problemOf } from "./problem.ts";

export type TableCheck = { table: string; problems: string[] };

/** A partition of the log with more pages than this is not read through before the first screen. */
const QUICK_ROWS = 50_000;

/**
 * Looks for damage after a shutdown that was not clean, fast enough for a start: every table of current state and the
 * newest partition of the log if it is small. The rest is left to `integrityCheck`. Undefined when nothing was found.
 */
export function findDamage(db: Database.Database): string | undefined {
  try {
    for (const table of quickTables(db)) {
      const [problem] = check(db, "quick_check(1)", table);
      if (problem !== undefined) return `${table}: ${problem}`;
    }
    return undefined;
  } catch (error) {
    if (problemOf(error)?.kind !== "damaged" || !(error instanceof Error)) throw error;
    return error.message;
  }
}

/** Checks the whole database, a table at a time, so that the caller can do other things in between. */
export function* integrityCheck(db: ReadableDb): Generator<TableCheck> {
  for (const table of tables(db)) {
    try {
      yield { table, problems: check(db, "integrity_check", table) };
    } catch (error) {
      if (problemOf(error)?.kind !== "damaged" || !(error instanceof Error)) throw error;
      yield { table, problems: [error.message] };
    }
  }
}

function check(db: Database.Database, kind: "quick_check(1)" | "integrity_check", table: string): string[] {
  const pragma = kind === "integrity_check" ? `integrity_check('${table}')` : `quick_check('${table}')`;
  return (db.prepare(`PRAGMA ${pragma}`).pluck().all() as string[]).filter((line) => line !== "ok");
}

const tables = (db: Database.Database): string[] =>
  db
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
    .pluck()
    .all() as string[];

function quickTables(db: Database.Database): string[] {
  const small = tables(db).filter((table) => !/^log_\d+$/.test(table));
  if (!small.includes("log_partition")) return small;
  const newest = db
    .prepare(
      "SELECT 'log_' || partition FROM log_partition WHERE last_position - first_position < ? ORDER BY partition DESC LIMIT 1",
    )
    .pluck()
    .get(QUICK_ROWS) as string | undefined;
  return newest === undefined ? small : [...small, newest];
}

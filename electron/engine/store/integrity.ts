import type Database from "better-sqlite3";
import { problemOf } from "./problem.ts";

export type TableCheck = { table: string; problems: string[] };

/** A partition of the log with more pages than this is not read through before the first screen. */
const QUICK_ROWS = 50_000;

/**
 * Looks for damage after a shutdown that was not clean, fast enough for a start: every table of current state and the
 * newest partition of the log if it is small. The rest is left to `integrityCheck`. Undefined when nothing was found.
 */
export function findDamage(db: Database.Database): string | undefined {
  return firstOf(checks(db, "quick_check", quickTables));
}

/** Looks through everything, which takes seconds for a large log. Undefined when nothing was found. */
export const findAnyDamage = (db: Database.Database): string | undefined => firstOf(integrityCheck(db));

/** Checks the whole database, a table at a time, so that the caller can do other things in between. */
export const integrityCheck = (db: Database.Database): Generator<TableCheck> => checks(db, "integrity_check", tables);

function firstOf(found: Iterable<TableCheck>): string | undefined {
  for (const { table, problems } of found) if (problems[0] !== undefined) return `${table}: ${problems[0]}`;
  return undefined;
}

type Check = "quick_check" | "integrity_check";

function* checks(db: Database.Database, kind: Check, list: (db: Database.Database) => string[]): Generator<TableCheck> {
  const names = damageOf(() => list(db));
  if ("damage" in names) return yield { table: "sqlite_schema", problems: [names.damage] };
  for (const table of names.value) {
    const lines = damageOf(() => db.prepare(`PRAGMA ${kind}('${table}')`).pluck().all() as string[]);
    yield { table, problems: "damage" in lines ? [lines.damage] : lines.value.filter((line) => line !== "ok") };
  }
}

/** What was read, or what SQLite said when it could not. Anything but damage is thrown on. */
function damageOf<T>(read: () => T): { value: T } | { damage: string } {
  try {
    return { value: read() };
  } catch (error) {
    if (problemOf(error)?.kind !== "damaged" || !(error instanceof Error)) throw error;
    return { damage: error.message };
  }
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

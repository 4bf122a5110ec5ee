import type Database from "better-sqlite3";

/** How rows come back: as objects, as the first column alone, as arrays. */
type Shape = "object" | "value" | "array";

/** By shape and then by the very text: joining both into one key for each call would cost more than some statements. */
type Cache = Record<Shape, Map<string, Database.Statement>>;

const caches = new WeakMap<Database.Database, Cache>();

/**
 * The statement for this SQL, prepared once per connection; rows come as objects. Only for SQL from a fixed set of
 * texts: values are always bound, and table names come from the schema or from partitions. A text that is put together
 * anew at each call costs as much as a small statement: keep it in a constant where it is used often.
 */
export function statement<Parameters extends unknown[] = unknown[], Row = unknown>(
  db: Database.Database,
  sql: string,
): Database.Statement<Parameters, Row> {
  return prepared(db, "object", sql) as unknown as Database.Statement<Parameters, Row>;
}

/** Like `statement`, for the first column alone. */
export function valueStatement<Parameters extends unknown[], Value>(
  db: Database.Database,
  sql: string,
): Database.Statement<Parameters, Value> {
  return prepared(db, "value", sql) as unknown as Database.Statement<Parameters, Value>;
}

/** Like `statement`, with rows as arrays: the fastest way to read many. */
export function arrayStatement<Parameters extends unknown[], Row extends unknown[]>(
  db: Database.Database,
  sql: string,
): Database.Statement<Parameters, Row> {
  return prepared(db, "array", sql) as unknown as Database.Statement<Parameters, Row>;
}

function prepared(db: Database.Database, shape: Shape, sql: string): Database.Statement {
  let cache = caches.get(db);
  if (cache === undefined) caches.set(db, (cache = { object: new Map(), value: new Map(), array: new Map() }));
  let found = cache[shape].get(sql);
  if (found === undefined) cache[shape].set(sql, (found = shaped(db.prepare(sql), shape)));
  return found;
}

function shaped(made: Database.Statement, shape: Shape): Database.Statement {
  if (shape === "object") return made;
  return shape === "value" ? made.pluck() : made.raw();
}

/** Lets go of the statements that name a table which is about to be dropped. */
export function forgetStatements(db: Database.Database, table: string): void {
  const cache = caches.get(db);
  if (cache === undefined) return;
  const word = new RegExp(`\\b${table}\\b`);
  for (const statements of Object.values(cache))
    for (const sql of statements.keys()) if (word.test(sql)) statements.delete(sql);
}

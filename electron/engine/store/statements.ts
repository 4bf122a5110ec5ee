import type Database from "better-sqlite3";

type Cache = Map<string, Database.Statement>;

const caches = new WeakMap<Database.Database, Cache>();

/**
 * The statement for this SQL, prepared once per connection; rows come as objects. Only for SQL from a fixed set of
 * texts: values are always bound, and table names come from the schema or from partitions.
 */
export function statement<Parameters extends unknown[] = unknown[], Row = unknown>(
  db: Database.Database,
  sql: string,
): Database.Statement<Parameters, Row> {
  return prepared(db, sql, sql) as unknown as Database.Statement<Parameters, Row>;
}

/** Like `statement`, for the first column alone. */
export function valueStatement<Parameters extends unknown[], Value>(
  db: Database.Database,
  sql: string,
): Database.Statement<Parameters, Value> {
  return prepared(db, `value ${sql}`, sql).pluck() as unknown as Database.Statement<Parameters, Value>;
}

/** Like `statement`, with rows as arrays: the fastest way to read many. */
export function arrayStatement<Parameters extends unknown[], Row extends unknown[]>(
  db: Database.Database,
  sql: string,
): Database.Statement<Parameters, Row> {
  return prepared(db, `array ${sql}`, sql).raw() as unknown as Database.Statement<Parameters, Row>;
}

function prepared(db: Database.Database, key: string, sql: string): Database.Statement {
  let cache = caches.get(db);
  if (cache === undefined) caches.set(db, (cache = new Map<string, Database.Statement>()));
  let found = cache.get(key);
  if (found === undefined) cache.set(key, (found = db.prepare(sql)));
  return found;
}

/** Lets go of the statements that name a table which is about to be dropped. */
export function forgetStatements(db: Database.Database, table: string): void {
  const cache = caches.get(db);
  if (cache === undefined) return;
  const word = new RegExp(`\\b${table}\\b`);
  for (const key of cache.keys()) if (word.test(key)) cache.delete(key);
}

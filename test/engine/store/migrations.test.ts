import path from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { closeDatabase, openDatabase } from "../../../electron/engine/store/database.ts";
import { LATEST_VERSION, migrate } from "../../../electron/engine/store/migrate.ts";
import { type Migration, migrations } from "../../../electron/engine/store/migrations/index.ts";
import { NOW, StoreFile } from "../../builders/store.ts";
import { SAMPLES } from "./migration-samples.ts";

let store: StoreFile;
beforeEach(() => void (store = new StoreFile()));
afterEach(() => store.remove());

/** A database as the program of an earlier version left it, with rows of that time. */
function atVersion(version: number): string {
  const file = path.join(store.folder, `version-${version}.db`);
  const db = new Database(file);
  db.pragma("auto_vacuum = INCREMENTAL");
  db.pragma("journal_mode = WAL");
  migrate(db, migrations.slice(0, version));
  db.exec(SAMPLES[version] ?? "");
  db.close();
  return file;
}

const schemaOf = (db: Database.Database): unknown[] =>
  db
    .prepare("SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name")
    .all();

const countsOf = (db: Database.Database): Record<string, number> => {
  const tables = db
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .pluck()
    .all() as string[];
  return Object.fromEntries(
    tables.map((table) => [table, db.prepare(`SELECT count(*) FROM "${table}"`).pluck().get() as number]),
  );
};

it("numbers the migrations from one without gaps", () => {
  expect(migrations.map(({ version }) => version)).toEqual(
    Array.from({ length: LATEST_VERSION }, (_, index) => index + 1),
  );
});

describe.each(Array.from({ length: LATEST_VERSION + 1 }, (_, version) => version))("from version %i", (version) => {
  it("has rows to migrate in every table of that version", () => {
    const db = new Database(atVersion(version), { readonly: true });
    const empty = Object.entries(countsOf(db)).filter(([, count]) => count === 0);
    db.close();
    expect(empty).toEqual([]);
  });

  it("comes to the schema of a new database, keeps every row, and is whole", () => {
    const file = atVersion(version);
    const before = new Database(file, { readonly: true });
    const counts = countsOf(before);
    before.close();

    const opened = openDatabase(file, { now: NOW });
    if (!opened.ok) throw new Error(opened.problem.kind);
    const found = {
      schema: schemaOf(opened.db),
      counts: countsOf(opened.db),
      version: opened.db.pragma("user_version", { simple: true }),
    };
    expect(opened.db.pragma("integrity_check", { simple: true })).toBe("ok");
    closeDatabase(opened.db);

    expect(found.version).toBe(LATEST_VERSION);
    expect(found.schema).toEqual(schemaOf(store.db));
    expect(found.counts).toMatchObject(counts);
  });
});

it("leaves the database at the version before when a migration fails half-way", () => {
  const before = schemaOf(store.db);
  const next = LATEST_VERSION + 1;
  const broken: Migration = {
    version: next,
    name: "broken",
    sql: "CREATE TABLE half (a INTEGER) STRICT; INSERT INTO missing VALUES (1)",
  };
  expect(() => migrate(store.db, [...migrations, broken])).toThrow();
  expect(schemaOf(store.db)).toEqual(before);
  expect(store.db.pragma("user_version", { simple: true })).toBe(LATEST_VERSION);

  const mended: Migration = { ...broken, sql: "CREATE TABLE half (a INTEGER) STRICT" };
  migrate(store.db, [...migrations, mended]);
  expect(store.db.pragma("user_version", { simple: true })).toBe(next);
  expect(schemaOf(store.db)).toHaveLength(before.length + 1);
});

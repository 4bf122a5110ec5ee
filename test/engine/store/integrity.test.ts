import Database from "better-sqlite3";
import { afterEach, beforeEach, expect, it } from "vitest";
import { insertAlert } from "../../../electron/engine/store/alerts.ts";
import { findDamage, integrityCheck } from "../../../electron/engine/store/integrity.ts";
import { anAlert } from "../../builders/alert.ts";
import { StoreFile } from "../../builders/store.ts";
import { garble } from "./crash.ts";

let store: StoreFile;
beforeEach(() => void (store = new StoreFile()));
afterEach(() => store.remove());

function damaged<T>(name: string, look: (db: Database.Database) => T): T {
  insertAlert(store.db, anAlert());
  const page = Number(store.db.prepare("SELECT rootpage FROM sqlite_schema WHERE name = ?").pluck().get(name));
  store.close();
  garble(store.file, (page - 1) * 4096, 4096);
  const db = new Database(store.file, { readonly: true });
  try {
    return look(db);
  } finally {
    db.close();
  }
}

it("finds nothing in a whole database, table by table", () => {
  insertAlert(store.db, anAlert());
  expect(findDamage(store.db)).toBeUndefined();
  const checks = [...integrityCheck(store.db)];
  expect(checks.map(({ table }) => table)).toContain("alert");
  expect(checks.filter(({ problems }) => problems.length > 0)).toEqual([]);
});

it("names the table that is damaged and goes on with the others", () => {
  const checks = damaged("alert_seen", (db) => [...integrityCheck(db)]);
  expect(checks.filter(({ problems }) => problems.length > 0).map(({ table }) => table)).toEqual(["alert_seen"]);
  expect(checks.length).toBeGreaterThan(20);
});

it("finds a damaged table at the start", () => {
  expect(damaged("alert", findDamage)).toContain("alert");
});

it("finds an index that no longer fits its table", () => {
  const checks = damaged("alert_identity", (db) => [...integrityCheck(db)]);
  expect(checks.filter(({ problems }) => problems.length > 0).map(({ table }) => table)).toEqual(["alert"]);
});

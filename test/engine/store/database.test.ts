import { hash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, expect, it } from "vitest";
import {
  closeDatabase,
  isReadyForReaders,
  openDatabase,
  openReader,
  suspectDamage,
  type WritableDb,
} from "../../../electron/engine/store/database.ts";
import { appendEvents, logHead } from "../../../electron/engine/store/event-log.ts";
import { APPLICATION_ID } from "../../../electron/engine/store/file.ts";
import { LATEST_VERSION } from "../../../electron/engine/store/migrate.ts";
import type { NewLogEntry } from "../../../shared/domain/log.ts";
import { textOf } from "../../../shared/strings/index.ts";
import { aLog } from "../../builders/log.ts";
import { NOW, StoreFile } from "../../builders/store.ts";
import { crashCopy, cut, garble } from "./crash.ts";

let store: StoreFile;
const folders: string[] = [];
beforeEach(() => void (store = new StoreFile()));
afterEach(() => {
  store.remove();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

const ticks = (count: number): NewLogEntry[] =>
  aLog(Array.from({ length: count }, (_, index) => ({ receivedAt: index, body: { kind: "tick" } }))).map(
    ({ position: _position, ...entry }) => entry,
  );

/** What a crash now would leave, in a folder of its own. */
function crashed(): string {
  const copy = crashCopy(store.file);
  folders.push(path.dirname(copy));
  return copy;
}

/** Opens, looks and closes. */
function withOpened<T>(file: string, look: (db: WritableDb, opened: { setAside?: string }) => T): T {
  const opened = openDatabase(file, { now: NOW });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
  try {
    return look(opened.db, opened);
  } finally {
    closeDatabase(opened.db);
  }
}

function refusal(file: string) {
  const opened = openDatabase(file, { now: NOW });
  if (opened.ok) {
    closeDatabase(opened.db);
    throw new Error(`${file} was opened`);
  }
  expect(textOf(opened.problem.message)).not.toMatch(/[{}]|store\./);
  return opened.problem;
}

const digest = (file: string): string => (existsSync(file) ? hash("sha256", readFileSync(file)) : "none");
const bytesOf = (file: string): Record<string, string> =>
  Object.fromEntries(["", "-wal"].map((part) => [part, digest(file + part)]));

it("makes a new database ours, durable and at the latest version", () => {
  const read = (name: string) => store.db.pragma(name, { simple: true });
  expect(read("application_id")).toBe(APPLICATION_ID);
  expect(read("user_version")).toBe(LATEST_VERSION);
  expect(read("journal_mode")).toBe("wal");
  expect(read("synchronous")).toBe(2);
  expect(read("wal_autocheckpoint")).toBe(0);
  expect(read("auto_vacuum")).toBe(2);
  const loose = store.db.prepare(
    "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND NOT strict AND name NOT LIKE 'sqlite_%'",
  );
  expect(loose.all()).toEqual([]);
});

it("keeps what was committed over closing and opening, with nothing left to recover", () => {
  appendEvents(store.db, ticks(3));
  store.close();
  expect(readdirSync(store.folder).sort()).toEqual(["watchfloor.db", "writer.lock"]);
  expect(logHead(store.db).position).toBe(3);
});

it("lets a reader read and not write", () => {
  appendEvents(store.db, ticks(1));
  const reader = store.reader();
  expect(logHead(reader).position).toBe(1);
  expect(() => reader.exec("DELETE FROM alert")).toThrow("readonly");
});

it("refuses a key and names the package that would take it", () => {
  const opened = openDatabase(store.file, { key: "secret" });
  expect(opened).toMatchObject({ ok: false, problem: { kind: "encryption-unavailable" } });
  expect(opened.ok ? "" : textOf(opened.problem.message)).toContain("better-sqlite3-multiple-ciphers");
  expect(existsSync(store.file)).toBe(false);
});

it("refuses a newer database and leaves every byte of it as it was", () => {
  store.db.pragma(`user_version = ${LATEST_VERSION + 1}`);
  store.close();
  const before = bytesOf(store.file);
  expect(refusal(store.file)).toMatchObject({
    kind: "newer",
    message: { params: { version: LATEST_VERSION + 1, known: LATEST_VERSION } },
  });
  expect(bytesOf(store.file)).toEqual(before);
});

it("refuses a newer database also when only its log says so, and leaves the log as it was", () => {
  store.db.pragma("wal_checkpoint(TRUNCATE)");
  store.db.pragma(`user_version = ${LATEST_VERSION + 1}`);
  const copy = crashed();
  const before = bytesOf(copy);
  expect(statSync(`${copy}-wal`).size).toBeGreaterThan(0);
  expect(refusal(copy).kind).toBe("newer");
  expect(bytesOf(copy)).toEqual(before);
});

it("refuses another program's database and leaves it as it was", () => {
  for (const id of [0, 0x1234]) {
    const file = path.join(store.folder, `foreign-${id}.db`);
    const foreign = new Database(file);
    foreign.pragma(`application_id = ${id}`);
    foreign.exec("CREATE TABLE theirs (a)");
    foreign.close();
    const before = bytesOf(file);
    expect(refusal(file)).toMatchObject({ kind: "unreadable", message: { code: "store.unreadable.foreign" } });
    expect(bytesOf(file)).toEqual(before);
  }
});

it("begins in an empty file, as a start that was interrupted leaves it", () => {
  writeFileSync(store.file, "");
  expect(withOpened(store.file, (db) => logHead(db).position)).toBe(0);
  const interrupted = new Database(path.join(store.folder, "interrupted.db"));
  interrupted.pragma("journal_mode = WAL");
  interrupted.close();
  expect(withOpened(interrupted.name, (_db, { setAside }) => setAside)).toBeUndefined();
});

it("says so when there is no folder, or a folder in place of the file", () => {
  expect(refusal(path.join(store.folder, "missing", "watchfloor.db")).kind).toBe("unreadable");
  mkdirSync(store.file);
  expect(refusal(store.file).kind).toBe("unreadable");
  rmSync(store.file, { recursive: true });
});

it("recovers what was committed before a crash", () => {
  appendEvents(store.db, ticks(5));
  store.db.exec("BEGIN");
  appendEvents(store.db, ticks(2));
  const copy = crashed();
  store.db.exec("COMMIT");
  expect(withOpened(copy, (db, { setAside }) => [logHead(db).position, setAside])).toEqual([5, undefined]);
});

it("loses only the last transaction when the end of the log is torn or garbled", () => {
  for (let number = 0; number < 10; number++) appendEvents(store.db, ticks(1));
  const torn = crashed();
  cut(`${torn}-wal`, 100);
  expect(withOpened(torn, (db, { setAside }) => [logHead(db).position, setAside])).toEqual([9, undefined]);
  const garbled = crashed();
  garble(`${garbled}-wal`, -2_000, 16);
  expect(withOpened(garbled, (db, { setAside }) => [logHead(db).position, setAside])).toEqual([9, undefined]);
});

it("goes on after a log that was cut off in its header", () => {
  appendEvents(store.db, ticks(4));
  store.db.pragma("wal_checkpoint(TRUNCATE)");
  appendEvents(store.db, ticks(1));
  const copy = crashed();
  writeFileSync(`${copy}-wal`, readFileSync(`${copy}-wal`).subarray(0, 20));
  expect(withOpened(copy, (db, { setAside }) => [logHead(db).position, setAside])).toEqual([4, undefined]);
});

it("sets a file without a database's header aside, whole, and begins anew", () => {
  for (const content of ["short", "x".repeat(5_000)]) {
    writeFileSync(store.file, content);
    const opened = openDatabase(store.file, { now: NOW });
    if (!opened.ok) throw new Error(opened.problem.kind);
    expect(logHead(opened.db).position).toBe(0);
    closeDatabase(opened.db);
    expect(readFileSync(opened.setAside!, "utf8")).toBe(content);
    expect(textOf(opened.notice!)).toContain(opened.setAside);
    rmSync(store.file);
  }
  expect(readdirSync(store.folder).filter((name) => name.includes("damaged"))).toEqual([
    "watchfloor.db.damaged-20260303T000000Z",
    "watchfloor.db.damaged-20260303T000000Z-2",
  ]);
});

it("sets a damaged database aside together with its log when the last shutdown was not clean", () => {
  appendEvents(store.db, ticks(3));
  store.db.pragma("wal_checkpoint(TRUNCATE)");
  appendEvents(store.db, ticks(1));
  const copy = crashed();
  const root = Number(
    store.db.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'incident_history'").pluck().get(),
  );
  garble(copy, (root - 1) * 4096, 4096);
  const before = bytesOf(copy);
  const setAside = withOpened(copy, (db, opened) => {
    expect(logHead(db).position).toBe(0);
    return opened.setAside!;
  });
  expect(path.dirname(setAside)).toBe(path.dirname(copy));
  expect(bytesOf(setAside)).toEqual(before);
});

it("never lets SQLite throw a log away whose database is gone", () => {
  appendEvents(store.db, ticks(3));
  const copy = crashed();
  rmSync(copy);
  const before = bytesOf(copy)["-wal"];
  const setAside = withOpened(copy, (_db, opened) => opened.setAside!);
  expect(bytesOf(setAside)["-wal"]).toBe(before);
});

it("cannot be read while it is not there", () => {
  expect(() => openReader(path.join(store.folder, "nothing.db"))).toThrow();
});

it("checks everything at the next start once damage was seen in use, and then no more", () => {
  appendEvents(store.db, ticks(3));
  const page = store.db.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'incident_history'").pluck().get();
  store.close();
  garble(store.file, (Number(page) - 1) * 4096, 4096);
  expect(withOpened(store.file, (_db, { setAside }) => setAside)).toBeUndefined();
  suspectDamage(store.file);
  expect(withOpened(store.file, (_db, { setAside }) => setAside)).toContain(".damaged-");
  suspectDamage(store.file);
  expect(withOpened(store.file, (_db, { setAside }) => setAside)).toBeUndefined();
  expect(readdirSync(store.folder).filter((name) => name.endsWith(".suspected"))).toEqual([]);
});

it("lets readers go first only in a file of this version that was closed in good order and is not suspected", () => {
  appendEvents(store.db, ticks(1));
  const unclean = crashed();
  store.close();
  expect(isReadyForReaders(store.file)).toBe(true);
  expect(statSync(`${unclean}-wal`).size).toBeGreaterThan(0);
  expect(isReadyForReaders(unclean)).toBe(false);
  suspectDamage(store.file);
  expect(isReadyForReaders(store.file)).toBe(false);
});

it("lets no reader go first in a file that is absent, foreign, newer, older or no database", () => {
  const at = (name: string): string => path.join(path.dirname(store.file), name);
  const withVersion = (name: string, version: number): string => {
    const db = new Database(at(name));
    db.exec("CREATE TABLE t (x)");
    db.pragma(`application_id = ${APPLICATION_ID}`);
    db.pragma(`user_version = ${version}`);
    db.close();
    return at(name);
  };
  writeFileSync(at("text.db"), "not a database ".repeat(100));
  const foreign = new Database(at("foreign.db"));
  foreign.exec("CREATE TABLE t (x)");
  foreign.close();
  expect(isReadyForReaders(withVersion("latest.db", LATEST_VERSION))).toBe(true);
  const others = ["absent.db", "text.db", "foreign.db"].map(at);
  const versions = [LATEST_VERSION - 1, LATEST_VERSION + 1].map((version) => withVersion(`${version}.db`, version));
  for (const file of [...others, ...versions]) expect(isReadyForReaders(file), file).toBe(false);
});

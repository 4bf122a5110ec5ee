import Database from "better-sqlite3";
import path from "node:path";
import type { Message } from "../../../shared/domain/message.ts";
import { clearSuspicion, inspectFile, isSuspected, setAside } from "./file.ts";
import { findAnyDamage, findDamage } from "./integrity.ts";
import { LATEST_VERSION, migrate } from "./migrate.ts";
import { problem, problemOf, type StoreProblem } from "./problem.ts";
import { lockWriter, type WriterLock } from "./writer-lock.ts";

export { suspectDamage } from "./file.ts";
export { problemOf, type StoreProblem } from "./problem.ts";

declare const readable: unique symbol;
declare const writable: unique symbol;

/** A connection that can only read. Store functions that read take this. */
export type ReadableDb = Database.Database & { readonly [readable]: true };
/** The one connection that writes; it lives on the ingest thread. */
export type WritableDb = ReadableDb & { readonly [writable]: true };

export type OpenOptions = {
  /** Of an encrypted database; refused, see docs/adr/0001-encryption-at-rest.md. */
  key?: string;
  /** Epoch ms, for the names of damaged files and for the lock. */
  now?: number;
};

export type Opened =
  /** `setAside`: where a damaged database was moved, `notice` says so; the open one is then new and empty. */
  { ok: true; db: WritableDb; setAside?: string; notice?: Message } | { ok: false; problem: StoreProblem };

const locks = new WeakMap<Database.Database, WriterLock>();

/**
 * Opens the one write connection: takes the folder's lock, refuses what is not ours or newer, moves a damaged database
 * aside and begins a new one, runs the migrations that are missing. Throws only for programmers' faults.
 */
export function openDatabase(file: string, { key, now = Date.now() }: OpenOptions = {}): Opened {
  if (key !== undefined) {
    return refused(problem("encryption-unavailable", { file, package: "better-sqlite3-multiple-ciphers" }));
  }
  let lock: WriterLock | undefined;
  try {
    const taken = lockWriter(path.dirname(file), now);
    if ("holder" in taken) {
      return refused(problem("locked", { file, ...taken.holder }, taken.holder === undefined ? ".unknown" : ""));
    }
    lock = taken.lock;
    const opened = openLocked(file, now);
    if (opened.ok) locks.set(opened.db, lock);
    else lock.release();
    return opened;
  } catch (error) {
    lock?.release();
    const known = problemOf(error, file);
    if (known === undefined) throw error;
    return refused(known);
  }
}

const refused = (found: StoreProblem): Opened => ({ ok: false, problem: found });

function openLocked(file: string, now: number): Opened {
  const state = inspectFile(file);
  switch (state.kind) {
    case "foreign":
      return refused(problem("unreadable", { file }, ".foreign"));
    case "damaged":
      return beginAnew(file, now, state.detail);
    case "absent":
      return { ok: true, db: connect(file, true) };
    case "ours": {
      const { version, clean } = state;
      if (version > LATEST_VERSION) return refused(problem("newer", { file, version, known: LATEST_VERSION }));
      return clean && !isSuspected(file) ? { ok: true, db: connect(file, false) } : openChecked(file, now);
    }
  }
}

/**
 * After a crash SQLite recovers by itself; what is checked is whether the disk kept its word. Checked on a connection
 * that only reads, so that a damaged database is set aside just as it was found.
 */
function openChecked(file: string, now: number): Opened {
  const looking = new Database(file, { readonly: true });
  let detail: string | undefined;
  try {
    detail = isSuspected(file) ? findAnyDamage(looking) : findDamage(looking);
  } finally {
    looking.close();
  }
  clearSuspicion(file);
  return detail === undefined ? { ok: true, db: connect(file, false) } : beginAnew(file, now, detail);
}

function beginAnew(file: string, now: number, detail: string): Opened {
  const moved = setAside(file, now);
  const notice: Message = { code: "store.setAside", params: { file: moved, detail } };
  return { ok: true, db: connect(file, true), setAside: moved, notice };
}

const CACHE_KIB = 65_536;
/**
 * Whether readers may open the file before the writer does: nothing is left to recover or to check, and no migration is
 * missing. What cannot be seen is the writer's to tell.
 */
export function isReadyForReaders(file: string): boolean {
  try {
    const state = inspectFile(file);
    return state.kind === "ours" && state.clean && state.version === LATEST_VERSION && !isSuspected(file);
  } catch (error) {
    if (problemOf(error, file) === undefined) throw error;
    return false;
  }
}

/** What a reader may take: of the file mapped into memory, and pages beside it. */
export type ReaderMemory = { cacheKib: number; mapBytes: number };

const FOR_QUERIES: ReaderMemory = { cacheKib: 32_768, mapBytes: 268_435_456 };
/** For who reads everything once, from one end to the other. */
export const FOR_ONE_PASS: ReaderMemory = { cacheKib: 2_048, mapBytes: 0 };
const READER_WAIT_MS = 2_000;
const LOG_FILE_BYTES = 67_108_864;

/** Durable on return (FULL: every commit is synced); checkpoints are those of `Checkpoints` alone. */
function connect(file: string, isNew: boolean): WritableDb {
  const db = new Database(file, { timeout: 1_000 });
  try {
    if (isNew) db.pragma("auto_vacuum = INCREMENTAL");
    db.pragma("journal_mode = WAL");
    db.pragma("synchronous = FULL");
    db.pragma("wal_autocheckpoint = 0");
    db.pragma(`journal_size_limit = ${LOG_FILE_BYTES}`);
    db.pragma(`cache_size = -${CACHE_KIB}`);
    db.pragma("temp_store = MEMORY");
    migrate(db);
    return db as WritableDb;
  } catch (error) {
    db.close();
    throw error;
  }
}

/**
 * Opens a connection that reads what the writer has committed, also from another thread or process.
 * Throws what SQLite throws; `problemOf` sorts it.
 */
export function openReader(file: string, memory: ReaderMemory = FOR_QUERIES): ReadableDb {
  const db = new Database(file, { readonly: true, fileMustExist: true, timeout: READER_WAIT_MS });
  db.pragma("query_only = ON");
  db.pragma(`cache_size = -${memory.cacheKib}`);
  db.pragma(`mmap_size = ${memory.mapBytes}`);
  db.pragma("temp_store = MEMORY");
  return db as ReadableDb;
}

/** Closes the write connection so that the next start finds nothing to recover, and gives the folder free. Close readers first. */
export function closeDatabase(db: WritableDb): void {
  db.pragma("wal_checkpoint(TRUNCATE)");
  abandonDatabase(db);
}

/** Closes a write connection of a file that is damaged, just as it is. */
export function abandonDatabase(db: WritableDb): void {
  db.close();
  locks.get(db)?.release();
  locks.delete(db);
}

import Database from "better-sqlite3";
import { accessSync, constants, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import path from "node:path";

/** Who holds a data folder. */
export type Holder = { pid: number; host: string; startedAt: number };

export type WriterLock = { release(): void };

/**
 * Makes this process the one writer of a data folder, or says who is. The lock is a transaction that is held open
 * on a SQLite file of its own, so it dies with the process, however that ends; the file beside it only tells the name.
 * Throws what the system or SQLite throws when the folder is not there or cannot be written.
 */
export function lockWriter(folder: string, now: number): { lock: WriterLock } | { holder: Holder | undefined } {
  accessSync(folder, constants.R_OK | constants.W_OK);
  const holderFile = path.join(folder, "writer.json");
  const db = new Database(path.join(folder, "writer.lock"), { timeout: 0 });
  try {
    db.pragma("journal_mode = MEMORY");
    db.pragma("locking_mode = EXCLUSIVE");
    db.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    db.close();
    if (isBusy(error)) return { holder: readHolder(holderFile) };
    throw error;
  }
  const holder: Holder = { pid: process.pid, host: hostname(), startedAt: now };
  try {
    writeFileSync(holderFile, `${JSON.stringify(holder)}\n`);
  } catch (error) {
    db.close();
    throw error;
  }
  return {
    lock: {
      release() {
        rmSync(holderFile, { force: true });
        db.close();
      },
    },
  };
}

const isBusy = (error: unknown): boolean =>
  error instanceof Database.SqliteError && error.code.startsWith("SQLITE_BUSY");

/** What the holder wrote about itself; undefined when that cannot be read, which changes only the message. */
function readHolder(file: string): Holder | undefined {
  try {
    const note: unknown = JSON.parse(readFileSync(file, "utf8"));
    return isHolder(note) ? note : undefined;
  } catch {
    return undefined;
  }
}

function isHolder(note: unknown): note is Holder {
  if (typeof note !== "object" || note === null) return false;
  const { pid, host, startedAt } = note as Partial<Record<keyof Holder, unknown>>;
  return Number.isInteger(pid) && typeof host === "string" && Number.isInteger(startedAt);
}

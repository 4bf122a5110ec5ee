import { closeSync, fdatasync, openSync } from "node:fs";
import { promisify } from "node:util";
import type { WritableDb } from "./database.ts";
import { problemOf } from "./problem.ts";
import { statement } from "./statements.ts";

/** Brings what was written to a file onto the disk, without the thread waiting for it. */
export type SyncFile = (handle: number) => Promise<void>;

/**
 * Syncs the write-ahead log beside the thread that writes it. With `synchronous=FULL` SQLite does so in each COMMIT, and the
 * thread stands still for as long as the disk takes; with NORMAL it leaves that to others and keeps all order that a database
 * needs to survive a power cut, only not the last transactions (https://www.sqlite.org/pragma.html#pragma_synchronous). They are
 * on the disk when `synced` resolves, so nobody may be told of a transaction before.
 */
export class LogSync {
  readonly #db: WritableDb;
  readonly #syncFile: SyncFile;
  #handle: number | undefined;
  /** A sync has failed: nobody knows which pages of the log are on the disk. */
  #isInDoubt = false;

  constructor(db: WritableDb, syncFile: SyncFile = promisify(fdatasync)) {
    this.#db = db;
    this.#syncFile = syncFile;
  }

  /** Takes over from SQLite, outside a transaction. Where the log cannot be opened a second time everything stays as it was. */
  begin(): void {
    try {
      // A handle of one's own is harmless for the log: SQLite's locks are on the other two files.
      this.#handle = openSync(`${this.#db.name}-wal`, "r+");
    } catch (error) {
      if (problemOf(error) === undefined) throw error;
      return;
    }
    this.#db.pragma("synchronous = NORMAL");
  }

  /**
   * Resolves when everything that was committed before the call is on the disk; rejects with what the system says when that
   * cannot be known. Then the whole log has to reach the database first, which is synced with it.
   */
  async synced(): Promise<void> {
    if (this.#handle === undefined) return;
    if (this.#isInDoubt) return this.#moveAll();
    try {
      await this.#syncFile(this.#handle);
    } catch (error) {
      this.#isInDoubt = true;
      throw error;
    }
  }

  /** Hands over to SQLite again, outside a transaction. */
  end(): void {
    if (this.#handle === undefined) return;
    closeSync(this.#handle);
    this.#handle = undefined;
    this.#db.pragma("synchronous = FULL");
  }

  #moveAll(): void {
    const row = statement<[], { busy: number }>(this.#db, "PRAGMA wal_checkpoint(TRUNCATE)").get();
    if (row?.busy !== 0) throw Object.assign(new Error("the write-ahead log is still being read"), { code: "EIO" });
    this.#isInDoubt = false;
  }
}

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  closeDatabase,
  openDatabase,
  openReader,
  type ReadableDb,
  type WritableDb,
} from "../../electron/engine/store/database.ts";

/** Midnight before the first event of most tests. */
export const NOW = Date.UTC(2026, 2, 3);

/** A store in a file of its own, with WAL, as in the engine. */
export class StoreFile {
  readonly folder = mkdtempSync(path.join(tmpdir(), "watchfloor-store-"));
  readonly file = path.join(this.folder, "watchfloor.db");
  #db: WritableDb | undefined;
  readonly #readers: ReadableDb[] = [];

  get db(): WritableDb {
    this.#db ??= this.#open();
    return this.#db;
  }

  /** A connection that reads, closed with the store. */
  reader(): ReadableDb {
    void this.db;
    const reader = openReader(this.file);
    this.#readers.push(reader);
    return reader;
  }

  /** Closes the file; the next use of `db` opens it again. */
  close(): void {
    for (const reader of this.#readers.splice(0)) reader.close();
    if (this.#db !== undefined) closeDatabase(this.#db);
    this.#db = undefined;
  }

  remove(): void {
    this.close();
    rmSync(this.folder, { recursive: true });
  }

  #open(): WritableDb {
    const opened = openDatabase(this.file, { now: NOW });
    if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
    return opened.db;
  }
}

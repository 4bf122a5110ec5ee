import { copyFileSync, cpSync, fdatasync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, it, onTestFinished } from "vitest";
import { appendEvents, logHead } from "../../../electron/engine/store/event-log.ts";
import { openReader } from "../../../electron/engine/store/database.ts";
import { LogSync } from "../../../electron/engine/store/log-sync.ts";
import { aLog } from "../../builders/log.ts";
import { StoreFile } from "../../builders/store.ts";

let store: StoreFile;
beforeEach(() => void (store = new StoreFile()));
afterEach(() => store.remove());

const write = (count: number): void => {
  const entries = aLog(Array.from({ length: count }, () => ({ receivedAt: 0, body: { kind: "tick" } })));
  store.db.transaction(() => appendEvents(store.db, entries)).immediate();
};
const synchronous = () => store.db.pragma("synchronous", { simple: true });

it("takes over from SQLite and gives back", async () => {
  const sync = new LogSync(store.db);
  expect(synchronous()).toBe(2);
  sync.begin();
  expect(synchronous()).toBe(1);
  write(1);
  await sync.synced();
  sync.end();
  expect(synchronous()).toBe(2);
});

it("leaves it to SQLite where it has not begun", async () => {
  await new LogSync(store.db, () => Promise.reject(new Error("asked"))).synced();
  expect(synchronous()).toBe(2);
});

it("finds on the disk, when it resolves, all that was committed before, over checkpoints that begin the log anew", async () => {
  const sync = new LogSync(store.db, async (handle) => {
    await promisify(fdatasync)(handle);
    cut.copy();
  });
  const cut = new PowerCut(store);
  sync.begin();
  for (let round = 1; round <= 6; round++) {
    write(5);
    if (round % 2 === 0) store.db.pragma("wal_checkpoint(PASSIVE)");
    write(5);
    await sync.synced();
    expect(cut.head()).toBe(round * 10);
    if (round === 4) store.db.pragma("wal_checkpoint(TRUNCATE)");
  }
  sync.end();
});

it("moves the whole log into the database after a sync that failed, before it says of anything that it is on disk", async () => {
  let isBroken = true;
  const sync = new LogSync(store.db, () => (isBroken ? Promise.reject(new Error("EIO")) : Promise.resolve()));
  sync.begin();
  write(5);
  await expect(sync.synced()).rejects.toThrow("EIO");
  isBroken = false;
  const reader = store.reader();
  reader.exec("BEGIN");
  logHead(reader);
  write(5);
  await expect(sync.synced()).rejects.toMatchObject({ code: "EIO" });
  reader.exec("COMMIT");
  await sync.synced();
  const cut = new PowerCut(store);
  copyFileSync(store.file, cut.file);
  expect(cut.head()).toBe(10);
  sync.end();
});

/** What is on the disk when it was last synced. */
class PowerCut {
  readonly #folder = mkdtempSync(path.join(tmpdir(), "watchfloor-cut-"));
  readonly file = path.join(this.#folder, "watchfloor.db");
  readonly #store: StoreFile;

  constructor(store: StoreFile) {
    this.#store = store;
    onTestFinished(() => rmSync(this.#folder, { recursive: true }));
  }

  copy(): void {
    rmSync(`${this.file}-shm`, { force: true });
    for (const part of ["", "-wal"]) cpSync(this.#store.file + part, this.file + part);
  }

  /** The newest entry that a start after it finds. */
  head(): number {
    const db = openReader(this.file);
    try {
      return logHead(db).position;
    } finally {
      db.close();
    }
  }
}

import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it, onTestFinished } from "vitest";
import { Checkpoints } from "../../../electron/engine/store/checkpoint.ts";
import { closeDatabase, openDatabase } from "../../../electron/engine/store/database.ts";
import { appendEvents, logHead, readEvents } from "../../../electron/engine/store/event-log.ts";
import { problemOf } from "../../../electron/engine/store/problem.ts";
import type { NewLogEntry } from "../../../shared/domain/log.ts";
import { START } from "../../../shared/domain/position.ts";
import { aLog, anAlertBody } from "../../builders/log.ts";
import { NOW, StoreFile } from "../../builders/store.ts";

let store: StoreFile;
beforeEach(() => void (store = new StoreFile()));
afterEach(() => store.remove());

const batch = (size: number): NewLogEntry[] =>
  aLog(
    Array.from({ length: size }, (_, index) => ({
      receivedAt: index,
      body: anAlertBody(`e-${index}`, index, { summary: "x".repeat(300) }),
    })),
  ).map(({ position: _position, ...entry }) => entry);

function write(size: number): void {
  store.db.exec("BEGIN IMMEDIATE");
  try {
    appendEvents(store.db, batch(size));
    store.db.exec("COMMIT");
  } catch (error) {
    if (store.db.inTransaction) store.db.exec("ROLLBACK");
    throw error;
  }
}

it("says that the disk is full, keeps what was committed, and goes on once there is room", () => {
  write(10);
  const pages = Number(store.db.pragma("page_count", { simple: true }));
  store.db.pragma(`max_page_count = ${pages + 5}`);
  let error: unknown;
  try {
    write(1_000);
  } catch (thrown) {
    error = thrown;
  }
  expect(problemOf(error)?.kind).toBe("full");
  expect(readEvents(store.db, START, 100)).toHaveLength(10);
  store.db.pragma("max_page_count = 1000000");
  write(1_000);
  expect(logHead(store.db).position).toBe(1_010);
  expect(store.db.pragma("integrity_check", { simple: true })).toBe("ok");
});

/** A file system of its own with so little room; undefined where this user may not have one. */
function aSmallDisk(megabytes: number): { folder: string; grow(megabytes: number): void; remove(): void } | undefined {
  const folder = mkdtempSync(path.join(tmpdir(), "watchfloor-disk-"));
  const mount = (...options: string[]): unknown =>
    execFileSync("mount", ["-t", "tmpfs", ...options, "tmpfs", folder], { stdio: "ignore" });
  try {
    mount("-o", `size=${megabytes}m`);
  } catch {
    rmSync(folder, { recursive: true });
    return undefined;
  }
  return {
    folder,
    grow: (more) => void mount("-o", `remount,size=${more}m`),
    remove() {
      execFileSync("umount", ["-l", folder], { stdio: "ignore" });
      rmSync(folder, { recursive: true });
    },
  };
}

it("keeps what was committed when the disk is full in the middle of a checkpoint, and goes on once there is room", (context) => {
  const disk = aSmallDisk(4);
  if (disk === undefined) return context.skip("no file system of its own can be mounted here");
  onTestFinished(() => disk.remove());
  const opened = openDatabase(path.join(disk.folder, "watchfloor.db"));
  if (!opened.ok) throw new Error(opened.problem.kind);
  const { db } = opened;
  // The log takes more than half of the room, so the database cannot take in all of it.
  while (statSync(`${db.name}-wal`).size < 2.7 * 1024 * 1024)
    db.transaction(() => appendEvents(db, batch(200))).immediate();
  const head = logHead(db);
  expect(thrownBy(() => new Checkpoints(db, () => 0).slice(true))).toBe("full");
  expect(readEvents(db, START, 10_000)).toHaveLength(head.position);
  disk.grow(32);
  expect(new Checkpoints(db, () => 0).slice(true)).toMatchObject({ truncated: true });
  appendEvents(db, batch(1));
  expect(logHead(db).position).toBe(head.position + 1);
  expect(db.pragma("integrity_check", { simple: true })).toBe("ok");
  closeDatabase(db);
});

function thrownBy(work: () => unknown): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return problemOf(error)?.kind;
  }
}

/** Takes the right to write away so that it also binds root, where the file system has that; undefined where it cannot. */
function makeReadOnly(target: string): (() => void) | undefined {
  if (process.getuid?.() !== 0) {
    chmodSync(target, 0o555);
    return () => chmodSync(target, 0o755);
  }
  try {
    execFileSync("chattr", ["+i", target], { stdio: "ignore" });
    return () => void execFileSync("chattr", ["-i", target]);
  } catch {
    return undefined;
  }
}

for (const what of ["file", "folder"] as const) {
  it(`says so when its ${what} cannot be written`, (context) => {
    write(1);
    store.close();
    const undo = makeReadOnly(store[what]);
    if (undo === undefined)
      return context.skip("root may write everything, and this file system has no immutable files");
    try {
      const opened = openDatabase(store.file, { now: NOW });
      if (opened.ok) closeDatabase(opened.db);
      expect(opened).toMatchObject({ ok: false, problem: { kind: "read-only" } });
    } finally {
      undo();
    }
    expect(logHead(store.db).position).toBe(1);
  });
}

it("sorts what the system and SQLite throw, and leaves programmers' faults alone", () => {
  const coded = (code: string) => Object.assign(new Error("message"), { code });
  const kindOf = (code: string) => problemOf(coded(code))?.kind;
  expect(["SQLITE_FULL", "ENOSPC"].map(kindOf)).toEqual(["full", "full"]);
  expect(["SQLITE_READONLY_DIRECTORY", "EROFS", "EACCES"].map(kindOf)).toEqual(["read-only", "read-only", "read-only"]);
  expect(["SQLITE_CORRUPT_INDEX", "SQLITE_NOTADB"].map(kindOf)).toEqual(["damaged", "damaged"]);
  expect(["SQLITE_BUSY_SNAPSHOT", "SQLITE_CANTOPEN", "SQLITE_IOERR_WRITE"].map(kindOf)).toEqual([
    "locked",
    "unreadable",
    "unreadable",
  ]);
  expect(kindOf("SQLITE_CONSTRAINT_UNIQUE")).toBeUndefined();
  expect(problemOf(new RangeError("no such thing"))).toBeUndefined();
  expect(problemOf("SQLITE_FULL")).toBeUndefined();
});

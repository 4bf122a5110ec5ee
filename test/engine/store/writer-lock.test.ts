import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { closeDatabase, openDatabase } from "../../../electron/engine/store/database.ts";
import { textOf } from "../../../shared/strings/index.ts";
import { NOW, StoreFile } from "../../builders/store.ts";

let store: StoreFile;
let other: ChildProcess | undefined;
beforeEach(() => void (store = new StoreFile()));
afterEach(async () => {
  await kill();
  store.remove();
});

async function startOther(): Promise<{ pid: number; said: string }> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, "hold-lock.ts"), store.file], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  other = child;
  const [data] = (await once(child.stdout!, "data")) as [Buffer];
  return { pid: child.pid!, said: data.toString().trim() };
}

async function kill(): Promise<void> {
  const child = other;
  other = undefined;
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGKILL");
  await once(child, "exit");
}

it("lets nobody else write, and tells who does, where and since when", async () => {
  const { pid, said } = await startOther();
  expect(said).toBe("open");
  const opened = openDatabase(store.file, { now: NOW });
  expect(opened).toEqual({
    ok: false,
    problem: {
      kind: "locked",
      message: {
        code: "store.locked",
        params: { file: store.file, pid, host: hostname(), startedAt: 1_700_000_000_000 },
      },
    },
  });
  if (!opened.ok)
    expect(textOf(opened.problem.message)).toContain(`process ${pid.toLocaleString("en-GB")} on ${hostname()}`);
});

it("frees the folder when the writer is killed", async () => {
  await startOther();
  await kill();
  const opened = openDatabase(store.file, { now: NOW });
  expect(opened).toMatchObject({ ok: true });
  if (opened.ok) closeDatabase(opened.db);
});

it("refuses a second process while this one writes, and lets it in afterwards", async () => {
  void store.db;
  expect((await startOther()).said).toBe("locked");
  await kill();
  store.close();
  expect((await startOther()).said).toBe("open");
});

it("refuses a second connection of the same process", () => {
  void store.db;
  expect(openDatabase(store.file, { now: NOW })).toMatchObject({ ok: false, problem: { kind: "locked" } });
});

it("says less, but still refuses, when the note about the writer cannot be read", () => {
  void store.db;
  const note = path.join(store.folder, "writer.json");
  writeFileSync(note, "{");
  expect(openDatabase(store.file)).toMatchObject({ ok: false, problem: { message: { code: "store.locked.unknown" } } });
  rmSync(note);
  expect(openDatabase(store.file)).toMatchObject({ ok: false, problem: { kind: "locked" } });
});

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Worker } from "node:worker_threads";
import { afterEach, beforeEach, expect, it } from "vitest";
import { startEngine, type EngineHandle, type EngineStart } from "../../electron/engine/compose.ts";
import { databaseFile } from "../../electron/engine/config/data-folder.ts";
import { closeDatabase, openDatabase, suspectDamage } from "../../electron/engine/store/database.ts";
import { listChanges } from "../../electron/engine/store/read-changes.ts";
import { lockWriter } from "../../electron/engine/store/writer-lock.ts";
import { DEFAULT_SCOPE } from "../../shared/domain/scope.ts";
import { Permission, type Caller } from "../../shared/domain/session.ts";

const ADA: Caller = { name: "Ada", scopes: [DEFAULT_SCOPE], permissions: [...Permission.options] };

let folder: string;
let logged: string[];
let engine: EngineHandle | undefined;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "compose-"));
  logged = [];
  engine = undefined;
});
afterEach(async () => {
  await engine?.close();
  rmSync(folder, { recursive: true });
});

/** Leaves a database as an engine does that was closed in good order. */
function closedInOrder(): string {
  const file = databaseFile(folder);
  const opened = openDatabase(file);
  if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
  closeDatabase(opened.db);
  return file;
}

const start = (readsEarly: boolean, ingest?: Worker): Promise<EngineStart> =>
  startEngine(
    {
      dataFolder: folder,
      demo: false,
      sources: [],
      mask: { keyId: "k1", key: Buffer.alloc(32, 1).toString("base64") },
      retention: { days: 365, maximumBytes: 1e12, topologyDays: 14 },
      version: "test",
      resolveSecret: async (reference) => ({ ok: true, value: reference }),
      storeSecret: async () => "env:NONE",
      removeSecret: async () => undefined,
      log: (line) => void logged.push(line),
      readsEarly,
    },
    ingest,
  );

async function started(readsEarly: boolean): Promise<EngineHandle> {
  const outcome = await start(readsEarly);
  if (!outcome.ok) throw new Error(outcome.problem.code);
  return (engine = outcome.engine);
}

const addChange = ({ access }: EngineHandle) =>
  access.command("addChange", ADA, { entity: "checkout", summary: "deploy checkout 1.2" });
const changesOf = ({ access }: EngineHandle) =>
  listChanges(access.db, [DEFAULT_SCOPE], { offset: 0, limit: 10 }).rows.map(({ summary }) => summary);

it("reads what is stored before the ingest thread is there, says so, and does commands once it is", async () => {
  closedInOrder();
  const early = await started(true);
  expect(early.problems()).toEqual([{ code: "engine.ingestStarting", params: {} }]);
  expect(changesOf(early)).toEqual([]);
  expect(await addChange(early)).toMatchObject({ ok: true });
  expect(changesOf(early)).toEqual(["deploy checkout 1.2"]);
  expect(await early.ready).toBeUndefined();
  expect(early.problems()).toEqual([]);
});

it("lets go of the file when it is closed before the ingest thread is there", async () => {
  closedInOrder();
  await (await started(true)).close();
  engine = undefined;
  const taken = lockWriter(folder, 0);
  expect(taken).toHaveProperty("lock");
  if ("lock" in taken) taken.lock.release();
});

it("waits for the ingest thread where there is work on the file: a new one, or one that may be damaged", async () => {
  const first = await started(true);
  expect(first.problems()).toEqual([]);
  await first.close();
  suspectDamage(databaseFile(folder));
  expect((await started(true)).problems()).toEqual([]);
});

it("waits for the ingest thread when nobody asked for early reads", async () => {
  closedInOrder();
  expect((await started(false)).problems()).toEqual([]);
});

it("says later that another process has the folder, to who reads already", async () => {
  closedInOrder();
  const taken = lockWriter(folder, 0);
  if (!("lock" in taken)) throw new Error("the folder is taken");
  try {
    const early = await started(true);
    const problem = await early.ready;
    expect(problem).toMatchObject({ code: expect.stringMatching(/^store\.locked/) });
    expect(early.problems()).toEqual([problem]);
    expect(await addChange(early)).toMatchObject({ ok: false, error: { code: "BUSY" } });
  } finally {
    taken.lock.release();
  }
});

it.each([[true], [false]])(
  "says that the ingest thread died while it started (early reads: %s)",
  async (readsEarly) => {
    closedInOrder();
    const outcome = await start(readsEarly, new Worker("throw new Error('no memory for this')", { eval: true }));
    if (outcome.ok) engine = outcome.engine;
    const problem = outcome.ok ? await outcome.engine.ready : outcome.problem;
    expect(problem).toEqual({ code: "engine.ingestFailed", params: {} });
    expect(logged.join("\n")).toContain("no memory for this");
  },
);

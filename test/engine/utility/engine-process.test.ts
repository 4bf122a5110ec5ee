import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Worker } from "node:worker_threads";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { startIngestThread } from "../../../electron/engine/ingest-start.ts";
import { EngineProcess } from "../../../electron/engine/utility/engine-process.ts";
import type { FromEngineProcess, SecretPlace, WindowRole } from "../../../shared/contract/shell.ts";
import { textOf } from "../../../shared/strings/index.ts";
import { aWindow, type Window } from "./window.ts";

let folder: string;
let running: Started[] = [];

type Started = {
  process: EngineProcess;
  said: FromEngineProcess[];
  ends: number[];
  /** Waits until it has said something of this kind, and returns the newest. */
  heard<K extends FromEngineProcess["kind"]>(kind: K): Promise<Extract<FromEngineProcess, { kind: K }>>;
  open(role: WindowRole): Window;
};

type Given = { demo?: boolean; listen?: boolean; secrets?: SecretPlace; keepFails?: string; ingest?: Worker };

function start({ demo = false, listen = false, secrets = { kind: "file" }, keepFails, ingest }: Given = {}): Started {
  const said: FromEngineProcess[] = [];
  const ends: number[] = [];
  const engine = new EngineProcess({
    tell(message) {
      said.push(message);
      const kept = { kind: "secrets-kept", problem: keepFails ?? null } as const;
      if (message.kind === "keep-secrets") engine.receive({ ...kept, id: message.id }, []);
    },
    exit: (code) => ends.push(code),
    environment: {},
    platform: "linux",
    now: Date.now,
    log: () => undefined,
    ...(ingest === undefined ? {} : { ingest }),
  });
  const started: Started = {
    process: engine,
    said,
    ends,
    heard: (kind) =>
      vi.waitFor(
        () => {
          const found = said.findLast((message) => message.kind === kind);
          if (found === undefined) throw new Error(`it has not said ${kind}, but ${JSON.stringify(said)}`);
          return found as never;
        },
        { timeout: 20_000 },
      ),
    open(role) {
      const { window, port } = aWindow();
      engine.receive({ kind: "window", role }, [port]);
      return window;
    },
  };
  running.push(started);
  engine.receive({ kind: "start", arguments: { dataFolder: folder, configFile: null, demo }, secrets, listen }, []);
  return started;
}

async function close(started: Started): Promise<void> {
  running = running.filter((other) => other !== started);
  started.process.receive({ kind: "close" }, []);
  await started.heard("closed");
}

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "engine-process-"));
  writeFileSync(path.join(folder, "watchfloor.yaml"), "listener:\n  port: 0\n");
});
afterEach(async () => {
  for (const started of [...running]) await close(started);
  rmSync(folder, { recursive: true, force: true });
});

it("serves a window that came before the engine ran: a desk may do everything, a wall may only read", async () => {
  const engine = start();
  const desk = engine.open("desk");
  const wall = engine.open("wall");
  expect((await desk.client.session.get()).caller.permissions).toEqual(["read", "act", "configure", "audit"]);
  expect((await wall.client.session.get()).caller.permissions).toEqual(["read"]);
  await expect(wall.client.session.setDemo({ demo: true })).rejects.toMatchObject({ code: "FORBIDDEN" });
});

it("lets every window go when the machine woke, so that each binds anew", async () => {
  const engine = start();
  const before = engine.open("desk");
  await before.client.session.get();
  engine.process.receive({ kind: "woke" }, []);
  await before.closed;
  expect(await engine.open("desk").client.session.get()).toMatchObject({ demo: false });
});

it("goes on with the demo in its own folder when a window asks, and lets windows go for that", async () => {
  const engine = start();
  const desk = engine.open("desk");
  expect(await desk.client.session.setDemo({ demo: true })).toEqual({ restarting: true });
  await desk.closed;
  const session = await vi.waitFor(async () => {
    const next = engine.open("desk");
    return await Promise.race([next.client.session.get(), next.closed.then(() => Promise.reject(new Error("closed")))]);
  }, 20_000);
  expect(session).toMatchObject({ demo: true, dataFolder: path.join(folder, "demo") });
});

it("tells which incidents wait for somebody, once there are any", async () => {
  const engine = start({ demo: true });
  await engine.heard("running");
  await vi.waitFor(
    () => {
      const told = engine.said.findLast((message) => message.kind === "incidents");
      expect(told?.kind === "incidents" && told.count).toBeGreaterThan(0);
      expect(told?.kind === "incidents" && textOf(told.waiting[0]!.headline)).not.toMatch(/[{}]/);
    },
    { timeout: 40_000, interval: 250 },
  );
});

it("answers browsers only while the listener is switched on", async () => {
  const engine = start();
  const session = () => engine.open("desk").client.session.get();
  expect((await session()).wallUrl).toBeNull();
  engine.process.receive({ kind: "listen", on: true }, []);
  const { wallUrl, problem } = await engine.heard("listening");
  expect(problem).toBeNull();
  const healthz = new URL("/healthz", wallUrl!);
  expect((await fetch(healthz)).status).toBe(200);
  expect((await session()).wallUrl).toBe(wallUrl);
  engine.process.receive({ kind: "listen", on: false }, []);
  await vi.waitFor(() => expect(engine.said.at(-1)).toEqual({ kind: "listening", wallUrl: null, problem: null }));
  await expect(fetch(healthz)).rejects.toThrow("fetch failed");
});

it("hands what it has to keep to the system's store, and none of it to the folder", async () => {
  const engine = start({ secrets: { kind: "system", values: {} } });
  const { values } = await engine.heard("keep-secrets");
  expect(Object.keys(values)).toEqual(["mask-keys"]);
  await engine.heard("running");
  await close(engine);
  expect(() => readFileSync(path.join(folder, "secrets.json"))).toThrow("ENOENT");

  const again = start({ secrets: { kind: "system", values } });
  await again.heard("running");
  expect(again.said.map(({ kind }) => kind)).not.toContain("keep-secrets");
});

it("refuses to keep a source whose password cannot be kept", async () => {
  const engine = start({ secrets: { kind: "system", values: {} }, keepFails: "the keyring is locked" });
  const { client } = engine.open("desk");
  const source = {
    id: "am",
    name: "am",
    kind: "alertmanager",
    settings: { url: "http://127.0.0.1:9", auth: { kind: "bearer", token: { secret: "hush" } } },
  };
  await expect(client.sources.save(source as never)).rejects.toThrow();
  expect((await client.sources.list()).map(({ id }: { id: string }) => id)).not.toContain("am");
});

it("refuses a folder on which another process works, and says so", async () => {
  const first = start();
  await first.heard("running");
  const { problem } = await start().heard("refused");
  expect(textOf(problem)).toContain(`process ${process.pid}`);
  expect(textOf(problem)).toContain(folder);
});

/** Leaves a database as an engine does that was closed in good order. */
async function ranBefore(): Promise<void> {
  const engine = start();
  await engine.heard("running");
  await close(engine);
}

it("shows a window what is stored while the ingest thread still starts, and refuses when that comes to nothing", async () => {
  await ranBefore();
  const ingest = new Worker("require('node:worker_threads').parentPort.on('message', () => {})", { eval: true });
  const engine = start({ ingest });
  const desk = engine.open("desk");
  expect((await desk.client.incidents.list({})).rows).toEqual([]);
  await engine.heard("running");
  expect(engine.said.map(({ kind }) => kind)).not.toContain("refused");
  await ingest.terminate();
  expect((await engine.heard("refused")).problem).toEqual({ code: "engine.ingestFailed", params: {} });
  await desk.closed;
  await engine.open("desk").closed;
  expect(engine.ends).toEqual([]);
});

it("uses a thread that was started before it was told what to start", async () => {
  const engine = start({ ingest: startIngestThread() });
  await engine.heard("running");
  expect(await engine.open("desk").client.session.get()).toMatchObject({ demo: false });
});

it("refuses a configuration with mistakes, and names the line", async () => {
  writeFileSync(path.join(folder, "watchfloor.yaml"), "listener:\n  prt: 1\n");
  const { problem } = await start().heard("refused");
  expect(textOf(problem)).toMatch(/watchfloor\.yaml:2:3: .*prt/);
});

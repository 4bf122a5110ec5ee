import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { WebSocket } from "ws";
import { defaultConfig } from "../../electron/engine/config/file-schema.ts";
import { findInstance } from "../../electron/engine/listener/instance.ts";
import { startHost, type Host } from "../../electron/host/host.ts";
import { textOf } from "../../shared/strings/index.ts";
import { aFakeEngine, type FakeEngine } from "../builders/engine.ts";

let folder: string;
let engine: FakeEngine;
let host: Host | undefined;

async function start(changes: { demo?: boolean; port?: number } = {}): Promise<Host> {
  const outcome = await startWith(changes);
  if (!outcome.ok) throw new Error(textOf(outcome.problem));
  host = outcome.host;
  return host;
}

const startWith = ({ demo = false, port = 0 }: { demo?: boolean; port?: number } = {}) =>
  startHost({
    parts: engine.parts,
    dataFolder: folder,
    demo,
    config: {
      ...defaultConfig(),
      listener: { host: "127.0.0.1", port },
      retention: { days: 3, maximumGigabytes: 0.5, topologyDays: 5 },
    },
    environment: {},
    now: Date.now,
    log: () => undefined,
    lookEveryMs: 20,
  });

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "host-"));
  engine = aFakeEngine();
  host = undefined;
});
afterEach(async () => {
  await host?.close();
  rmSync(folder, { recursive: true });
});

const signIn = (url: string, token: string | null) =>
  fetch(`${url}/session`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ token }),
  });

it("prints an address whose token works once, and one of the wall whose token works again and again", async () => {
  const { url, deskUrl, wallUrl } = await start();
  const desk = new URL(deskUrl).searchParams.get("token");
  const wall = new URLSearchParams(new URL(wallUrl).hash.split("?")[1]).get("token");
  expect((await signIn(url, desk)).status).toBe(204);
  expect((await signIn(url, desk)).status).toBe(401);
  expect((await signIn(url, wall)).status).toBe(204);
  expect((await signIn(url, wall)).status).toBe(204);
});

it("keeps the wall's address and the mask key from start to start", async () => {
  const first = await start();
  await first.close();
  const second = await start({ port: Number(new URL(first.url).port) });
  expect(second.wallUrl).toBe(first.wallUrl);
  expect(engine.started[1]?.mask).toEqual(engine.started[0]?.mask);
});

it("hands the configuration over in the engine's units, and keeps secrets of the form", async () => {
  await start();
  const [options] = engine.started;
  expect(options).toMatchObject({
    dataFolder: folder,
    demo: false,
    retention: { days: 3, maximumBytes: 536_870_912, topologyDays: 5 },
  });
  expect(await options!.storeSecret("prom.token", "s3cret")).toBe("keychain:prom.token");
  expect(await options!.resolveSecret("keychain:prom.token")).toEqual({ ok: true, value: "s3cret" });
});

it("tells where it answers in a file for its owner alone, until it is closed", async () => {
  const { url, close } = await start();
  expect(findInstance(folder)).toMatchObject({ pid: process.pid, url });
  expect(statSync(path.join(folder, "instance.json")).mode & 0o777).toBe(0o600);
  const metrics = await fetch(`${url}/metrics`, {
    headers: { authorization: `Bearer ${findInstance(folder)?.token}` },
  });
  expect(await metrics.text()).toContain("watchfloor_queue_depth 0");
  await close();
  expect(existsSync(path.join(folder, "instance.json"))).toBe(false);
  expect(engine.closed).toEqual([folder]);
  host = undefined;
});

it("goes on with the demo's folder when the screen asks, and its clients come back", async () => {
  const { url, wallUrl } = await start();
  const token = findInstance(folder)!.token;
  const open = () =>
    new WebSocket(`${url.replace("http", "ws")}/api`, { headers: { authorization: `Bearer ${token}` } });
  const before = open();
  await new Promise((resolve) => before.on("open", resolve));
  expect(engine.access().facts().wallUrl).toBe(wallUrl);
  const closed = new Promise((resolve) => before.on("close", resolve));
  engine.access().setDemo(true);
  expect(await closed).toBe(1013);
  await vi.waitFor(() => expect(engine.started).toHaveLength(2));
  await vi.waitFor(() => expect(findInstance(path.join(folder, "demo"))?.url).toBe(url));
  expect(engine.started[1]).toMatchObject({ demo: true, dataFolder: path.join(folder, "demo"), sources: [] });
  expect(findInstance(folder)).toBeUndefined();
  const after = open();
  const answered = new Promise((resolve) => after.on("message", (data) => resolve(String(data))));
  after.on("open", () => after.send("where"));
  expect(await answered).toBe(path.join(folder, "demo"));
  after.close();
});

it("answers 503 with the reason while the engine that should take over does not start", async () => {
  const { url } = await start();
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  engine.refuse({ code: "commandLine.healthSwitching", params: {} });
  engine.access().setDemo(true);
  await vi.waitFor(async () => expect((await fetch(`${url}/healthz`)).status).toBe(503));
});

it("starts the engine anew on the same data when its ingest thread is gone", async () => {
  const { url } = await start();
  engine.breakDown();
  await vi.waitFor(() => expect(engine.started).toHaveLength(2));
  expect(engine.started[1]?.dataFolder).toBe(folder);
  await vi.waitFor(async () => expect((await fetch(`${url}/healthz`)).status).toBe(200));
  expect(findInstance(folder)?.url).toBe(url);
});

it("goes back to the real data when the demo does not start", async () => {
  const { url } = await start();
  const [first] = engine.started;
  engine.refuseOnce({ code: "commandLine.healthSwitching", params: {} });
  engine.access().setDemo(true);
  await vi.waitFor(() => expect(engine.started).toHaveLength(3));
  expect(engine.started[2]?.dataFolder).toBe(first?.dataFolder);
  await vi.waitFor(async () => expect((await fetch(`${url}/healthz`)).status).toBe(200));
});

it("answers while its engine still starts, and says later when that came to nothing", async () => {
  const { ready } = await start();
  expect(await ready).toBeUndefined();
  await host?.close();
  engine.failAfterStart({ code: "engine.ingestFailed", params: {} });
  const { url, ready: never } = await start();
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  expect(await never).toEqual({ code: "engine.ingestFailed", params: {} });
  expect(engine.started.map(({ readsEarly }) => readsEarly)).toEqual([true, true]);
});

it("waits for the whole engine when it switches to another folder", async () => {
  await start();
  engine.access().setDemo(true);
  await vi.waitFor(() => expect(engine.started.map(({ readsEarly }) => readsEarly)).toEqual([true, false]));
});

it("says that the engine does not start, and that the port is taken, and leaves nothing running", async () => {
  engine.refuse({ code: "commandLine.healthSwitching", params: {} });
  expect(await startWith()).toEqual({ ok: false, problem: { code: "commandLine.healthSwitching", params: {} } });
  engine.refuse(undefined);
  const { url } = await start();
  const port = Number(new URL(url).port);
  const second = await startWith({ port });
  expect(second.ok ? "" : textOf(second.problem)).toBe(
    `Port ${port} on 127.0.0.1 is in use. Stop the program that uses it, or choose another: --port 0 takes any free one.`,
  );
  expect(engine.closed).toEqual([folder]);
});

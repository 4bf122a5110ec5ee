import { execFileSync } from "node:child_process";
import {
  chmodSync,
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { connectEngine, type RemoteEngine } from "../../electron/host/remote-engine.ts";
import { runCommand, startCommand, type Running } from "../builders/command-line.ts";

let folder: string;
let data: string;
let mounted: string | undefined;
const running = new Set<Running>();

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "disk-"));
  data = path.join(folder, "data");
});
afterEach(async () => {
  for (const { child, ended } of running) {
    child.kill("SIGKILL");
    await ended;
  }
  running.clear();
  if (mounted !== undefined) execFileSync("umount", [mounted]);
  mounted = undefined;
  rmSync(folder, { recursive: true });
});

/** Waits until the engine takes in what is new. */
const works = ({ url }: { url: string }): Promise<void> =>
  vi.waitFor(async () => expect(await (await fetch(`${url}/healthz`)).text()).toBe("ok\n"), {
    timeout: 60_000,
    interval: 200,
  });

type Served = Running & { url: string; token: string; engine: RemoteEngine };

async function serve(...args: string[]): Promise<Served> {
  const serving = startCommand(["serve", "--port", "0", "--data", data, ...args]);
  running.add(serving);
  await serving.said(/^The wall: /m);
  const { url, token } = JSON.parse(readFileSync(path.join(data, "instance.json"), "utf8"));
  const connected = await connectEngine(url, token);
  if (!connected.ok) throw new Error(connected.problem.kind);
  return { ...serving, url, token, engine: connected.engine };
}

async function stop({ child, ended, engine }: Served): Promise<string> {
  engine.close();
  child.kill("SIGTERM");
  const { code, error } = await ended;
  expect(code).toBe(0);
  return error;
}

/** A clean data folder with one change in it. */
async function used(): Promise<void> {
  const first = await serve();
  await first.engine.client.changes.add({ entity: "checkout", summary: "checkout 2.14" });
  await stop(first);
}

const file = (): string => path.join(data, "watchfloor.db");
const noStack = /\n\s+at /;

it("sets a damaged database aside though it was closed cleanly, says where it is, and goes on with a new one", async () => {
  await used();
  const descriptor = openSync(file(), "r+");
  writeSync(descriptor, Buffer.alloc(4096 * 30, 0x5a), 0, 4096 * 30, 4096 * 3);
  closeSync(descriptor);
  const damaged = readFileSync(file());
  const second = await serve();
  await works(second);
  const said = await stop(second);
  const aside = readdirSync(data).find((name) => name.startsWith("watchfloor.db.damaged-"));
  expect(said).toContain(`has been set aside as ${path.join(data, String(aside))}`);
  expect(said).not.toMatch(noStack);
  expect(readFileSync(path.join(data, String(aside))).equals(damaged)).toBe(true);
});

it.each([
  ["starts", async () => undefined],
  ["runs", works],
])(
  "starts anew when its database is damaged while it %s: what it says then is what the new file holds",
  async (_when, comes) => {
    await used();
    const serving = await serve();
    await comes(serving);
    expect((await serving.engine.client.changes.list({})).rows).toHaveLength(1);
    const descriptor = openSync(file(), "r+");
    writeSync(descriptor, Buffer.alloc(4096 * 120, 0x5a), 0, 4096 * 120, 4096);
    closeSync(descriptor);
    truncateSync(`${file()}-wal`);
    await vi.waitFor(
      () => expect(readdirSync(data).some((name) => name.startsWith("watchfloor.db.damaged-"))).toBe(true),
      { timeout: 60_000, interval: 200 },
    );
    await vi.waitFor(
      async () => {
        expect(await (await fetch(`${serving.url}/healthz`)).text()).toBe("ok\n");
        const again = await connectEngine(serving.url, serving.token);
        if (!again.ok) throw new Error(again.problem.kind);
        const { rows } = await again.engine.client.changes.list({}).finally(() => again.engine.close());
        expect(rows).toHaveLength(0);
      },
      { timeout: 60_000, interval: 500 },
    );
    await stop(serving);
  },
  150_000,
);

it("refuses a database of a newer version and one of another program, and changes nothing", async () => {
  await used();
  const db = new Database(file());
  db.pragma("user_version = 99");
  db.close();
  const before = readFileSync(file());
  const newer = await runCommand(["serve", "--port", "0", "--data", data]);
  expect(newer).toMatchObject({ code: 1, out: "", error: expect.stringContaining("has format 99") });
  expect(newer.error).not.toMatch(noStack);
  expect(readFileSync(file()).equals(before)).toBe(true);
  expect(await runCommand(["doctor", "--data", data])).toMatchObject({
    code: 1,
    out: expect.stringContaining("has version 99"),
  });

  rmSync(file());
  const foreign = new Database(file());
  foreign.exec("CREATE TABLE contacts (name TEXT)");
  foreign.close();
  expect(await runCommand(["serve", "--port", "0", "--data", data])).toMatchObject({
    code: 1,
    error: expect.stringContaining("is not a database of Watchfloor"),
  });
});

it("leaves a folder alone that others use too", async () => {
  mkdirSync(data);
  chmodSync(data, 0o755);
  writeFileSync(path.join(data, "thesis.txt"), "");
  expect(await runCommand(["serve", "--port", "0", "--data", data])).toMatchObject({
    code: 1,
    error: expect.stringContaining("Give Watchfloor a folder of its own"),
  });
  expect(readdirSync(data)).toEqual(["thesis.txt"]);
});

/** A disk of so many megabytes in place of the data folder; false where this user may not mount one. */
function mountSmallDisk(megabytes: number): boolean {
  mkdirSync(data);
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m,mode=700`, "tmpfs", data], { stdio: "ignore" });
  } catch {
    return false; // needs root
  }
  mounted = data;
  return true;
}
const remount = (options: string): void => void execFileSync("mount", ["-o", `remount,${options}`, data]);

it("says that the disk is full, takes nothing it cannot store, and goes on by itself once there is room", async (context) => {
  if (!mountSmallDisk(4)) return context.skip("no disk can be mounted here");
  const config = path.join(folder, "watchfloor.yaml");
  writeFileSync(config, "sources:\n  - { id: pushed, kind: alert-receiver, settings: { port: 0, auth: none } }\n");
  const serving = await serve("--config", config);
  const address = await vi.waitFor(async () => {
    const [source] = await serving.engine.client.sources.list();
    const [found] = /127\.0\.0\.1:\d+/.exec(source?.about ?? "") ?? [];
    if (found === undefined) throw new Error("it does not listen yet");
    return found;
  }, 20_000);
  const push = async (batch: number): Promise<number> => {
    const alerts = Array.from({ length: 100 }, (_, index) => ({
      labels: { alertname: `A${batch}-${index}`, instance: `h${index}`, pad: "x".repeat(300) },
    }));
    const headers = { "content-type": "application/json" };
    const init = { method: "POST", headers, body: JSON.stringify(alerts) };
    return (await fetch(`http://${address}/api/v2/alerts`, init)).status;
  };
  let batch = 0;
  while ((await push(batch)) === 200) batch += 1;
  const health = await fetch(`${serving.url}/healthz`);
  expect([health.status, await health.text()]).toEqual([503, expect.stringMatching(/disk/i)]);
  remount("size=100m");
  await vi.waitFor(async () => expect(await push(batch)).toBe(200), 20_000);
  await vi.waitFor(async () => expect((await fetch(`${serving.url}/healthz`)).status).toBe(200), 20_000);
  expect((await serving.engine.client.alerts.counts()).firing).toBe((batch + 1) * 100);
  const said = await stop(serving);
  expect(said).not.toMatch(noStack);
  expect(await runCommand(["doctor", "--full", "--data", data])).toMatchObject({
    out: expect.stringContaining("is whole"),
  });
});

it("says that the folder can only be read, whichever command needs to write it", async (context) => {
  if (!mountSmallDisk(50)) return context.skip("no disk can be mounted here");
  await used();
  remount("ro");
  for (const command of [
    ["serve", "--port", "0"],
    ["token", "wall"],
    ["secret", "rotate-mask-key"],
  ]) {
    const { code, out, error } = await runCommand([...command, "--data", data]);
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(error).toMatch(/EROFS/);
    expect(error).not.toMatch(noStack);
  }
  expect(await runCommand(["doctor", "--data", data])).toMatchObject({
    code: 1,
    out: expect.stringContaining(`This user may not write to ${data}`),
  });
  remount("rw");
});

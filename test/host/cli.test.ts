import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { WebSocketServer } from "ws";
import { loadCommands } from "../../electron/host/command-line.ts";
import { runCommand, startCommand, type Running } from "../builders/command-line.ts";

let folder: string;
const inFolder = (name: string): string => path.join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "command-line-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

it("explains every command and every option of it", async () => {
  const { code, out } = await runCommand(["--help"]);
  expect(code).toBe(0);
  for (const command of await loadCommands()) {
    expect(out).toContain(`\n  ${command.name} `);
    const help = await runCommand([command.name, "--help"]);
    expect(help.code).toBe(0);
    for (const option of command.options) expect(help.out).toContain(`\n  --${option.name}`);
    expect(`${out}${help.out}`).not.toMatch(/commandLine\.|\{\w+\}/);
  }
});

it("tells the version of the package", async () => {
  const { version } = JSON.parse(readFileSync(path.resolve(import.meta.dirname, "../../package.json"), "utf8"));
  expect(await runCommand(["--version"])).toEqual({ code: 0, out: `${version}\n`, error: "" });
});

it.each([
  [[], "Say what to do:"],
  [["serv"], "There is no command serv. Did you mean serve?"],
  [["serve", "--prot", "1"], "Did you mean --port?"],
  [["serve", "--port", "70000"], "--port takes a whole number from 0 to 65535, not 70000."],
  [["export", "everything"], "Possible: incidents, alerts, events."],
  [["change", "--entity", "checkout"], "--summary is missing."],
  [["change", "--entity", "a", "--summary", "b", "--at", "yesterday"], "--at takes a time"],
  [["change", "--entity", "a", "--summary", "b", "--url", "http://127.0.0.1:1"], "--url needs a desk token"],
  [["change", "--entity", "", "--summary", "b"], "--entity has an empty value"],
  [["serve", "--data="], "--data has an empty value"],
  [["token", "wall", "floor-2"], "floor-2 is one word too many"],
  [["token", "wall", "--scope", "shop,"], "--scope takes names separated by commas"],
  [["secret", "list", "all"], "all is one word too many"],
  [["secret", "set", "../x"], "is not possible as a name"],
])("refuses %j with exit code 2", async (args, message) => {
  const { code, out, error } = await runCommand(args, { environment: { WATCHFLOOR_TOKEN: "" } });
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(error).toContain(message);
});

it("checks a configuration and names the line of a mistake", async () => {
  writeFileSync(
    inFolder("good.yaml"),
    "sources:\n  - id: prom\n    kind: prometheus\n    settings:\n      url: http://127.0.0.1:9090\n",
  );
  writeFileSync(
    inFolder("bad.yaml"),
    "sources:\n  - id: prom\n    kind: prometheus\n    settings:\n      ulr: http://127.0.0.1:9090\n",
  );
  expect(await runCommand(["check-config", "--config", inFolder("good.yaml")])).toMatchObject({
    code: 0,
    out: expect.stringContaining("one source"),
  });
  const bad = await runCommand(["check-config", "--config", inFolder("bad.yaml")]);
  expect(bad.code).toBe(1);
  expect(bad.error).toContain('bad.yaml:5:7: sources[0].settings.ulr: unknown key "ulr". Did you mean "url"?');
  expect(await runCommand(["serve", "--config", inFolder("bad.yaml"), "--data", inFolder("never")])).toMatchObject({
    code: 1,
  });
  expect(existsSync(inFolder("never"))).toBe(false);
  expect(await runCommand(["check-config", "--config", inFolder("none.yaml")])).toMatchObject({
    code: 1,
    error: expect.stringContaining("there is no such file"),
  });
});

it("takes the example for a good configuration", async () => {
  const example = path.resolve(import.meta.dirname, "../../assets/watchfloor.example.yaml");
  expect(await runCommand(["check-config", "--config", example])).toMatchObject({ code: 0 });
});

it("stores secrets from standard input and never shows them", async () => {
  const data = ["--data", inFolder("secrets")];
  expect(await runCommand(["secret", "set", "prom.token", ...data], { input: "s3cret\n" })).toMatchObject({
    code: 0,
    out: expect.stringContaining("keychain:prom.token"),
  });
  const listed = await runCommand(["secret", "list", ...data]);
  expect(listed.out).toBe("prom.token\n");
  expect(await runCommand(["secret", "set", "empty", ...data])).toMatchObject({ code: 2 });
  expect(await runCommand(["secret", "remove", "prom.token", ...data])).toMatchObject({ code: 0 });
  expect(await runCommand(["secret", "remove", "prom.token", ...data])).toMatchObject({ code: 1 });
});

it("makes, lists and revokes tokens", async () => {
  const data = ["--data", inFolder("tokens")];
  const made = await runCommand(["token", "wall", "--name", "floor 2", "--days", "1", ...data]);
  expect(made.out).toMatch(/^wf_[\w-]{43}\n$/);
  const listed = await runCommand(["token", "list", ...data]);
  const [, id = ""] = /^(\w{8})  wall .*floor 2$/m.exec(listed.out) ?? [];
  expect(listed.out).not.toContain(made.out.trim());
  expect(await runCommand(["token", "revoke", id, ...data])).toMatchObject({ code: 0 });
  expect(await runCommand(["token", "revoke", id, ...data])).toMatchObject({ code: 1 });
});

it("says in a sentence that the folder is none, that there is no database and no engine", async () => {
  writeFileSync(inFolder("file"), "");
  const refused = await runCommand(["serve", "--data", inFolder("file")]);
  expect(refused.code).toBe(1);
  expect(refused.error).not.toMatch(/\n\s+at /);
  expect(await runCommand(["export", "alerts", "--data", inFolder("empty")])).toMatchObject({
    code: 1,
    out: "",
    error: expect.stringContaining("There is no database"),
  });
  expect(await runCommand(["audit", "verify", "--data", inFolder("empty")])).toMatchObject({ code: 1 });
  expect(await runCommand(["change", "--entity", "a", "--summary", "b", "--data", inFolder("empty")])).toMatchObject({
    code: 1,
    error: expect.stringContaining("No engine runs"),
  });
});

it("says what a source that does not answer needs, and ends with 1", async () => {
  const server = createServer((_request, response) => response.writeHead(401).end());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  writeFileSync(
    inFolder("sources.yaml"),
    `sources:\n  - id: prom\n    kind: prometheus\n    settings:\n      url: http://127.0.0.1:${port}\n`,
  );
  const { code, out } = await runCommand([
    "doctor",
    "--data",
    inFolder("doctor"),
    "--config",
    inFolder("sources.yaml"),
  ]);
  server.close();
  expect(code).toBe(1);
  expect(out).toMatch(/^good {3}Node /m);
  expect(out).toMatch(/^BAD {4}Source prom: .*does not accept the credentials/m);
  expect(out).toMatch(/One thing is wrong\.\n$/);
});

async function served(args: readonly string[]): Promise<Running & { url: string }> {
  const running = startCommand(["serve", "--port", "0", ...args]);
  const [, url = ""] = await running.said(/^Watchfloor is ready: (http:\/\/127\.0\.0\.1:\d+)\/\?token=wf_/m);
  return { ...running, url };
}

it("gives a change up when the engine takes it and never answers, and says how to send it again", async () => {
  const server = createServer();
  const sockets = new WebSocketServer({ server });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const command = ["change", "--entity", "a", "--summary", "b", "--url", url, "--wait", "1"];
  try {
    expect(await runCommand(command, { environment: { WATCHFLOOR_TOKEN: "wf_x" } })).toMatchObject({
      code: 1,
      error: expect.stringContaining("did not answer within 1 s"),
    });
    expect(
      await runCommand([...command.slice(0, -1), "0"], { environment: { WATCHFLOOR_TOKEN: "wf_x" } }),
    ).toMatchObject({ code: 2 });
  } finally {
    for (const socket of sockets.clients) socket.terminate();
    sockets.close();
    await new Promise((resolve) => server.close(resolve));
  }
});

it("serves the demo, explains a second instance, takes a change, exports beside it and stops cleanly", async () => {
  const data = ["--demo", "--data", inFolder("demo")];
  const { child, ended, said, url } = await served(data);
  const [, wall = ""] = await said(/^The wall: (http\S+)$/m);
  expect(wall).toMatch(/\/#\/wall\?token=wf_/);
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  expect((await fetch(`${url}/healthz`, { headers: { origin: "https://evil.example" } })).status).toBe(403);

  const second = await runCommand(["serve", ...data]);
  expect(second.code).toBe(1);
  expect(second.error).toContain(`(process ${child.pid})`);
  expect(second.out).toContain(`It is here: ${url}/?token=wf_`);

  const taken = await runCommand(["serve", "--data", inFolder("other"), "--port", new URL(url).port]);
  expect(taken).toMatchObject({ code: 1, error: expect.stringContaining("is in use") });

  const change = [
    "change",
    "--entity",
    "checkout",
    "--summary",
    "checkout 2.14",
    "--id",
    "build-1",
    "--at",
    "2026-01-31T14:05:00Z",
    "--data",
    inFolder("demo"),
  ];
  expect(await runCommand(change)).toMatchObject({ code: 0, out: expect.stringContaining("build-1") });
  expect(await runCommand(change)).toMatchObject({ code: 0 });
  const elsewhere = ["change", "--entity", "a", "--summary", "b", "--url", url];
  const withToken = (WATCHFLOOR_TOKEN: string) => runCommand(elsewhere, { environment: { WATCHFLOOR_TOKEN } });
  const wrongToken = await withToken("wf_wrong");
  expect(wrongToken).toMatchObject({ code: 1, error: expect.stringContaining("does not accept the token") });
  const wallToken = await withToken(wall.split("=")[1]!);
  expect(wallToken.code).toBe(1);

  const events = await runCommand(["export", "events", ...data]);
  expect(events.code).toBe(0);
  const entries = events.out
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(entries.filter(({ body }) => body.kind === "change" && body.changeId === "build-1")).toHaveLength(1);
  expect(await runCommand(["audit", "verify", ...data])).toMatchObject({ code: 0 });

  child.kill("SIGTERM");
  expect(await ended).toMatchObject({ code: 0 });
  expect(existsSync(inFolder("demo/demo/instance.json"))).toBe(false);
  expect((await runCommand(["export", "alerts", ...data])).code).toBe(0);
});

it("ends at the first Ctrl-C when it waits for input", async () => {
  const waiting = startCommand(["secret", "set", "prom", "--data", inFolder("waiting")], { input: null });
  await new Promise((resolve) => setTimeout(resolve, 1000));
  waiting.child.kill("SIGINT");
  await waiting.ended;
  expect(waiting.child.signalCode).toBe("SIGINT");
  expect(existsSync(inFolder("waiting/secrets.json"))).toBe(false);
});

it("starts again after it was killed, without anybody mending anything", async () => {
  const data = ["--demo", "--data", inFolder("killed")];
  const first = await served(data);
  first.child.kill("SIGKILL");
  await first.ended;
  expect(existsSync(inFolder("killed/demo/instance.json"))).toBe(true);
  const second = await served(data);
  expect((await fetch(`${second.url}/healthz`)).status).toBe(200);
  second.child.kill("SIGINT");
  expect(await second.ended).toMatchObject({ code: 0 });
});

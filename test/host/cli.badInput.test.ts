import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { connectEngine, type RemoteEngine } from "../../electron/host/remote-engine.ts";
import type { Source } from "../../shared/domain/source.ts";
import { startCommand, type Running } from "../builders/command-line.ts";

const MEGABYTE = 1024 * 1024;

let folder: string;
let serving: Running;
let engine: RemoteEngine;
/** Where the receivers listen, by source. */
const receivers = new Map<string, string>();

/** How the stand-in for an Alertmanager answers now. */
let answer: (response: ServerResponse) => void;
const alertmanager = createServer((_, response) => answer(response));
let stranger: ReturnType<typeof createTlsServer>;

const alert = (name: string, more: Record<string, unknown> = {}) => ({
  labels: { alertname: name, instance: "db-1", severity: "critical" },
  annotations: {},
  startsAt: new Date(Date.now() - 60_000).toISOString(),
  ...more,
});

const held = (name: string) =>
  alert(name, {
    endsAt: new Date(Date.now() + 600_000).toISOString(),
    updatedAt: new Date().toISOString(),
    fingerprint: Buffer.from(name.padEnd(8, "x")).toString("hex").slice(0, 16),
    receivers: [{ name: "desk" }],
    status: { state: "active", silencedBy: [], inhibitedBy: [] },
  });

const list = (...names: string[]) => {
  const body = JSON.stringify(names.map(held));
  return (response: ServerResponse) => response.setHeader("content-type", "application/json").end(body);
};

const portOf = async (server: ReturnType<typeof createServer>): Promise<number> => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
};

function strangersServer(): ReturnType<typeof createTlsServer> {
  const [key, cert] = [path.join(folder, "key.pem"), path.join(folder, "cert.pem")];
  const what = ["-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=elsewhere"];
  execFileSync("openssl", ["req", ...what, "-keyout", key, "-out", cert], { stdio: "ignore" });
  return createTlsServer({ key: readFileSync(key), cert: readFileSync(cert) }, (_, response) =>
    list("Never")(response),
  );
}

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "bad-input-"));
  stranger = strangersServer();
  answer = list("Held");
  const [good, unknown] = [await portOf(alertmanager), await portOf(stranger)];
  writeFileSync(
    path.join(folder, "config.yaml"),
    `sources:
  - { id: pushed, kind: alert-receiver, settings: { port: 0, auth: none } }
  - { id: telemetry, kind: otlp, settings: { port: 0 } }
  - { id: desk, kind: alertmanager, settings: { url: "http://127.0.0.1:${good}", intervalSeconds: 1 } }
  - { id: stranger, kind: alertmanager, settings: { url: "https://127.0.0.1:${unknown}", intervalSeconds: 1 } }
`,
  );
  const data = path.join(folder, "data");
  serving = startCommand(["serve", "--port", "0", "--data", data, "--config", path.join(folder, "config.yaml")]);
  await serving.said(/^The wall: /m);
  const { url, token } = JSON.parse(readFileSync(path.join(data, "instance.json"), "utf8"));
  const connected = await connectEngine(url, token);
  if (!connected.ok) throw new Error(connected.problem.kind);
  engine = connected.engine;
  await eventually(async () => expect(await firing("Held")).toBe(true));
  for (const id of ["pushed", "telemetry"]) {
    await eventually(async () => {
      const [address] = /127\.0\.0\.1:\d+/.exec((await sourceOf(id)).about ?? "") ?? [];
      expect(address).toBeDefined();
      receivers.set(id, `http://${address}`);
    });
  }
});

afterAll(async () => {
  engine.close();
  serving.child.kill("SIGTERM");
  await serving.ended;
  for (const server of [alertmanager, stranger]) {
    server.closeAllConnections();
    server.close();
  }
  rmSync(folder, { recursive: true });
});

/** Longer than a request may take. */
const eventually = (check: () => Promise<void>): Promise<void> => vi.waitFor(check, { timeout: 40_000, interval: 250 });

/** Does not wait for its turn: a source that fails is asked ever more seldom. */
async function polledDesk(): Promise<Source> {
  await engine.client.sources.poll({ id: "desk" });
  return sourceOf("desk");
}

async function sourceOf(id: string): Promise<Source> {
  const found = (await engine.client.sources.list()).find((source) => source.id === id);
  if (found === undefined) throw new Error(`there is no source ${id}`);
  return found;
}

const alertsOf = async (name: string) =>
  (await engine.client.alerts.list({ offset: 0, limit: 100, filter: { states: ["firing"], text: name } })).rows.filter(
    (row) => row.name === name,
  );
const firing = async (name: string): Promise<boolean> => (await alertsOf(name)).length === 1;

const body = (content: string | Buffer) => (response: ServerResponse) =>
  response.setHeader("content-type", "application/json").end(content);
const gzip = (content: Buffer) => (response: ServerResponse) =>
  response.setHeader("content-encoding", "gzip").end(gzipSync(content));

describe("a server that is polled", () => {
  it.each<[string, string, (response: ServerResponse) => void]>([
    [
      "redirects",
      "failure.redirected",
      (response) => response.writeHead(302, { location: "https://evil.example/" }).end(),
    ],
    [
      "sends half an answer",
      "failure.halfAnswer",
      (response) => {
        response.writeHead(200, { "content-length": "1000" }).write("[{");
        setTimeout(() => response.destroy(), 50);
      },
    ],
    ["sends malformed JSON", "failure.notJson", body('[{"labels":')],
    ["sends other types", "failure.unexpectedAnswer", body('[{"labels":{"alertname":7},"startsAt":[]}]')],
    ["sends a page", "failure.notJson", body("<html>Sign in</html>")],
    ["sends invalid UTF-8", "failure.invalidUtf8", body(Buffer.from([0x22, 0xff, 0xfe, 0x22]))],
    ["nests without end", "failure.tooDeep", body("[".repeat(100_000))],
    ["sends a gzip bomb", "failure.tooLarge", gzip(Buffer.alloc(65 * MEGABYTE, " "))],
    [
      "sends gzip that is none",
      "failure.badGzip",
      (response) => response.setHeader("content-encoding", "gzip").end("no"),
    ],
    ["fails", "failure.serverError", (response) => response.writeHead(500).end('{"error":"out of memory"}')],
    ["hangs after the headers", "failure.timeout", (response) => void response.writeHead(200).flushHeaders()],
  ])("that %s is named, and what it had said stays until it says more", { timeout: 60_000 }, async (_, code, bad) => {
    answer = bad;
    await eventually(async () => expect((await polledDesk()).failure?.message.code).toBe(code));
    expect(await firing("Held")).toBe(true);
    answer = list("Held", "Later");
    await eventually(async () => expect((await polledDesk()).failure).toBeNull());
    expect([await firing("Held"), await firing("Later")]).toEqual([true, true]);
  });

  it("whose certificate nobody vouches for is named, and nothing of it is believed", async () => {
    await eventually(async () => expect((await sourceOf("stranger")).failure?.kind).toBe("certificate"));
    expect(await alertsOf("Never")).toEqual([]);
  });
});

type Sent = { content: string | Buffer; type?: string; encoding?: string; headers?: Record<string, string> };

async function send(to: string, pathname: string, { content, type, encoding, headers }: Sent) {
  const response = await fetch(`${receivers.get(to)}${pathname}`, {
    method: "POST",
    headers: {
      "content-type": type ?? "application/json",
      ...(encoding === undefined ? {} : { "content-encoding": encoding }),
      ...headers,
    },
    body: content as BodyInit,
  });
  return { status: response.status, said: await response.text() };
}

const bomb = gzipSync(Buffer.alloc(17 * MEGABYTE, " "));

describe("the alert receiver", () => {
  const push = (sent: Sent) => send("pushed", "/api/v2/alerts", sent);

  it.each<[string, Sent, number, RegExp]>([
    ["malformed JSON", { content: '[{"labels":' }, 400, /JSON/],
    ["an object for a list", { content: "{}" }, 400, /the body/],
    ["a number for a label", { content: '[{"labels":{"alertname":7}}]' }, 400, /\[0\]\.labels\.alertname/],
    ["a time in epoch seconds", { content: '[{"labels":{"a":"b"},"startsAt":1700000000}]' }, 400, /\[0\]\.startsAt/],
    ["invalid UTF-8", { content: Buffer.from([0x5b, 0x22, 0xff, 0x22, 0x5d]) }, 400, /UTF-8/],
    ["nesting without end", { content: "[".repeat(200_000) }, 400, /JSON/],
    ["a huge body", { content: Buffer.alloc(17 * MEGABYTE, " ") }, 413, /16 MiB|16777216|large/i],
    ["a gzip bomb", { content: bomb, encoding: "gzip" }, 413, /large/i],
    ["gzip that is none", { content: "no", encoding: "gzip" }, 400, /gzip/i],
    ["another encoding", { content: "no", encoding: "br" }, 415, /gzip/i],
    ["another type", { content: "[]", type: "text/plain" }, 415, /application\/json/],
    ["a foreign page", { content: "[]", headers: { origin: "https://evil.example" } }, 403, /./],
  ])("refuses %s, says why, and takes the next delivery", async (name, sent, status, said) => {
    const refused = await push(sent);
    expect(refused.status).toBe(status);
    expect(refused.said).toMatch(said);
    const good = `After ${name}`;
    expect((await push({ content: JSON.stringify([alert(good)]) })).status).toBe(200);
    expect(await firing(good)).toBe(true);
  });

  it("puts right a time in the far past and the far future, and counts that", async () => {
    const before = (await sourceOf("pushed")).ignored;
    const now = Date.now();
    const times = { Ancient: "1970-01-02T00:00:00Z", Future: "2099-01-01T00:00:00Z" };
    for (const [name, startsAt] of Object.entries(times))
      expect((await push({ content: JSON.stringify([alert(name, { startsAt })]) })).status).toBe(200);
    for (const name of Object.keys(times)) {
      const [row] = await alertsOf(name);
      expect(Math.abs((row?.startedAt ?? 0) - now)).toBeLessThan(60_000);
    }
    const { ignored } = await sourceOf("pushed");
    for (const reason of ["ignored.timestampPast", "ignored.timestampFuture"])
      expect(ignored[reason]).toBe((before[reason] ?? 0) + 1);
  });

  it("takes labels with names of the language as labels", async () => {
    const labels = '{"alertname":"Proto","__proto__":"x","constructor":"y","hasOwnProperty":"z"}';
    expect((await push({ content: `[{"labels":${labels}}]` })).status).toBe(200);
    expect(await firing("Proto")).toBe(true);
  });
});

describe("the OTLP receiver", () => {
  it.each<[string, Sent, number, RegExp]>([
    ["malformed JSON", { content: '{"resourceSpans":' }, 400, /JSON/],
    ["other types", { content: '{"resourceSpans":7}' }, 400, /resourceSpans/],
    ["no protobuf", { content: "\xff\xff\xff\xff", type: "application/x-protobuf" }, 400, /./],
    ["nesting without end", { content: "[".repeat(200_000) }, 400, /deep|nest/i],
    ["invalid UTF-8", { content: Buffer.from([0x22, 0xff, 0x22]) }, 400, /UTF-8/],
    ["a huge body", { content: Buffer.alloc(17 * MEGABYTE, " ") }, 413, /large/i],
    ["a gzip bomb", { content: bomb, encoding: "gzip" }, 413, /large/i],
    ["a foreign page", { content: "{}", headers: { origin: "https://evil.example" } }, 403, /./],
  ])("refuses %s, says why, and takes the next delivery", async (_, sent, status, said) => {
    const refused = await send("telemetry", "/v1/traces", sent);
    expect(refused.status).toBe(status);
    expect(refused.said).toMatch(said);
    expect(await send("telemetry", "/v1/traces", { content: '{"resourceSpans":[]}' })).toEqual({
      status: 200,
      said: "{}",
    });
  });

  it("rejects spans whose times are in another unit, and says how many and why", async () => {
    const ms = String(Date.now());
    const span = { traceId: "0".repeat(31) + "1", spanId: "0".repeat(15) + "1", name: "GET", kind: 2 };
    const spans = [{ ...span, startTimeUnixNano: ms, endTimeUnixNano: ms }];
    const resource = { attributes: [{ key: "service.name", value: { stringValue: "checkout" } }] };
    const content = JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ spans }] }] });
    const { status, said } = await send("telemetry", "/v1/traces", { content });
    expect(status).toBe(200);
    expect(JSON.parse(said).partialSuccess).toMatchObject({ rejectedSpans: "1", errorMessage: expect.any(String) });
  });
});

it("loses nothing of all that when it is killed and started again", async () => {
  const before = await engine.client.alerts.counts();
  engine.close();
  serving.child.kill("SIGKILL");
  await serving.ended;
  const data = path.join(folder, "data");
  serving = startCommand(["serve", "--port", "0", "--data", data, "--config", path.join(folder, "config.yaml")]);
  await serving.said(/^The wall: /m);
  const { url, token } = JSON.parse(readFileSync(path.join(data, "instance.json"), "utf8"));
  const connected = await connectEngine(url, token);
  if (!connected.ok) throw new Error(connected.problem.kind);
  engine = connected.engine;
  expect(await engine.client.alerts.counts()).toEqual(before);
});

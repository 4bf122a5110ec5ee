import { request as httpRequest } from "node:http";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { WebSocket } from "ws";
import { startListener, type Listener, type ListenerOptions } from "../../../electron/engine/listener/listener.ts";
import { SOCKETS_A_TOKEN } from "../../../electron/engine/listener/sockets.ts";
import { openTokenFile } from "../../../electron/engine/listener/token-file.ts";
import { createTokens, SESSION_MS, START_TOKEN_MS, type Tokens } from "../../../electron/engine/listener/tokens.ts";
import type { Message } from "../../../shared/domain/message.ts";
import type { Caller } from "../../../shared/domain/session.ts";
import { DEFAULT_SCOPE, type Scope } from "../../../shared/domain/scope.ts";

let folder: string;
let renderer: string;
let tokens: Tokens;
let listener: Listener;
let now: number;
let callers: Caller[];
let degraded: Message[];
let logged: string[];

const shop = "shop" as Scope;

async function start(changes: Partial<ListenerOptions> = {}): Promise<void> {
  const started = await startListener({
    host: "127.0.0.1",
    port: 0,
    publicUrl: undefined,
    rendererFolder: renderer,
    tokens,
    scopes: () => [DEFAULT_SCOPE, shop],
    serveSocket(socket, caller) {
      callers.push(caller);
      socket.on("message", (data) => socket.send(data.toString()));
    },
    degraded: () => degraded,
    metrics: (sockets) => `watchfloor_connections ${sockets}\n`,
    now: () => now,
    log: (line) => logged.push(line),
    ...changes,
  });
  if (!started.ok) throw new Error(started.problem.kind);
  listener = started.listener;
}

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "listener-"));
  renderer = path.join(folder, "renderer");
  mkdirSync(path.join(renderer, "assets"), { recursive: true });
  writeFileSync(path.join(renderer, "index.html"), '<meta name="csp-nonce" content="" /><title>Watchfloor</title>');
  writeFileSync(path.join(renderer, "assets", "main-Ab3dEf9h.js"), "export {};");
  writeFileSync(path.join(folder, "secret.json"), "{}");
  [now, callers, degraded, logged] = [Date.UTC(2026, 0, 1), [], [], []];
  tokens = createTokens(openTokenFile(path.join(folder, "data")), () => now);
  await start();
});

afterEach(async () => {
  await listener.close();
  rmSync(folder, { recursive: true });
});

type Answer = { status: number; headers: Record<string, string | string[] | undefined>; body: string };

/** Sends exactly these headers and this path, as no browser would. */
function send(
  pathname: string,
  options: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { method = "GET", headers = {}, body } = options;
    const request = httpRequest(
      { host: "127.0.0.1", port: listener.port, path: pathname, method, headers, agent: false },
      (response) => {
        let text = "";
        response.on("data", (chunk) => (text += String(chunk)));
        response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
      },
    );
    request.on("error", reject);
    request.end(body);
  });
}

const json = (body: unknown, headers: Record<string, string> = {}) => ({
  method: "POST",
  headers: { "content-type": "application/json", ...headers },
  body: JSON.stringify(body),
});

async function cookieFor(token: string): Promise<string> {
  const answer = await send("/session", json({ token }));
  return String(answer.headers["set-cookie"]?.[0]).split(";")[0]!;
}

/** `open`, or the status of the refusal. */
function connect(
  headers: Record<string, string>,
  pathname = "/api",
): Promise<{ socket: WebSocket; outcome: "open" | number }> {
  const socket = new WebSocket(`ws://127.0.0.1:${listener.port}${pathname}`, { headers });
  return new Promise((resolve, reject) => {
    socket.on("open", () => resolve({ socket, outcome: "open" }));
    socket.on("unexpected-response", (_request, response) => resolve({ socket, outcome: response.statusCode ?? 0 }));
    socket.on("error", reject);
  });
}

it("serves the page with a policy whose nonce stands in the page and is never the same", async () => {
  const [first, second] = [await send("/"), await send("/wall")];
  const nonce = /content="([^"]+)"/.exec(first.body)?.[1];
  expect(first.status).toBe(200);
  expect(first.headers["content-security-policy"]).toContain(`style-src 'self' 'nonce-${nonce}'`);
  expect(first.headers["content-security-policy"]).toContain("default-src 'none'");
  const own = `127.0.0.1:${listener.port}`;
  expect(first.headers["content-security-policy"]).toContain(`connect-src 'self' ws://${own} wss://${own};`);
  expect(first.headers).toMatchObject({
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cache-control": "no-store",
  });
  expect(second.body).not.toBe(first.body);
});

it("lets a browser keep files whose names carry a hash", async () => {
  const answer = await send("/assets/main-Ab3dEf9h.js");
  expect(answer).toMatchObject({ status: 200, body: "export {};" });
  expect(answer.headers["cache-control"]).toContain("immutable");
});

it.each([
  "/../secret.json",
  "/..%2fsecret.json",
  "/%2e%2e/secret.json",
  "/assets/..%5c..%5csecret.json",
  "/assets/%00.js",
  "//secret.json",
  "/%zz.js",
  "/assets",
])("gives nothing from outside the renderer for %s", async (pathname) => {
  const answer = await send(pathname);
  expect(answer.body).not.toBe("{}");
  expect(answer.status === 404 || answer.body.includes("<title>")).toBe(true);
});

it("refuses a name that was rebound to this address, a foreign origin and a foreign page's picture", async () => {
  expect((await send("/", { headers: { host: "evil.example:80" } })).status).toBe(403);
  expect((await send("/healthz", { headers: { origin: "https://evil.example" } })).status).toBe(403);
  expect(
    (
      await send("/icon.svg", {
        headers: { "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image" },
      })
    ).status,
  ).toBe(403);
  const answer = await send("/session", json({ token: tokens.issueStart("ada") }, { origin: "http://127.0.0.1:1" }));
  expect(answer.status).toBe(403);
  expect(answer.headers["access-control-allow-origin"]).toBeUndefined();
});

it("lets a link on another site open the page", async () => {
  const headers = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" };
  expect((await send("/", { headers })).status).toBe(200);
});

it("answers to localhost as well, and to its own origin", async () => {
  const own = `localhost:${listener.port}`;
  expect((await send("/healthz", { headers: { host: own, origin: `http://${own}` } })).status).toBe(200);
});

it("takes a start token once and gives a cookie that scripts and other sites cannot use", async () => {
  const token = tokens.issueStart("ada");
  const first = await send("/session", json({ token }));
  expect(first.status).toBe(204);
  expect(first.headers["set-cookie"]).toEqual([
    expect.stringMatching(
      new RegExp(
        `^watchfloor-${listener.port}=wf_[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${SESSION_MS / 1000}$`,
      ),
    ),
  ]);
  expect((await send("/session", json({ token }))).status).toBe(401);
});

it("takes a start token up to the last millisecond of its ten minutes", async () => {
  const [early, late] = [tokens.issueStart("ada"), tokens.issueStart("ada")];
  now += START_TOKEN_MS - 1;
  expect((await send("/session", json({ token: early }))).status).toBe(204);
  now += 1;
  expect((await send("/session", json({ token: late }))).status).toBe(401);
});

it("tells a window whether its session holds, also after a restart of the listener", async () => {
  const cookie = await cookieFor(tokens.issueStart("ada"));
  expect((await send("/session")).status).toBe(401);
  expect((await send("/session", { headers: { cookie } })).status).toBe(204);
  const { port } = listener;
  await listener.close();
  tokens = createTokens(openTokenFile(path.join(folder, "data")), () => now);
  await start({ port });
  expect((await send("/session", { headers: { cookie } })).status).toBe(204);
  now += SESSION_MS;
  expect((await send("/session", { headers: { cookie } })).status).toBe(401);
});

it("ends a session on DELETE", async () => {
  const cookie = await cookieFor(tokens.issueStart("ada"));
  expect((await send("/session", { method: "DELETE", headers: { cookie } })).status).toBe(204);
  expect((await send("/session", { headers: { cookie } })).status).toBe(401);
});

it("opens a WebSocket with cookie or bearer token, and knows the caller from it", async () => {
  const cookie = await cookieFor(tokens.issueStart("ada"));
  const wall = tokens.issue({ kind: "wall", name: "floor 2", scopes: ["shop"] }).token;
  const [desk, display] = [await connect({ cookie }), await connect({ authorization: `Bearer ${wall}` })];
  expect([desk.outcome, display.outcome]).toEqual(["open", "open"]);
  expect(callers).toEqual([
    { name: "ada", scopes: ["default", "shop"], permissions: ["read", "act", "configure", "audit"] },
    { name: "floor 2", scopes: ["shop"], permissions: ["read"] },
  ]);
  [desk, display].forEach(({ socket }) => socket.close());
});

it("refuses a WebSocket without a token, with a wrong one, from a foreign page and at another path", async () => {
  const cookie = await cookieFor(tokens.issueStart("ada"));
  expect((await connect({})).outcome).toBe(401);
  expect((await connect({ authorization: "Bearer wf_wrong" })).outcome).toBe(401);
  expect((await connect({ cookie, origin: "https://evil.example" })).outcome).toBe(403);
  expect((await connect({ cookie, host: "evil.example" })).outcome).toBe(403);
  expect((await connect({ cookie }, "/elsewhere")).outcome).toBe(404);
  expect(callers).toEqual([]);
});

it("refuses a revoked wall token, though another process revoked it", async () => {
  const { token, id } = tokens.issue({ kind: "wall", name: "floor" });
  expect((await connect({ authorization: `Bearer ${token}` })).outcome).toBe("open");
  createTokens(openTokenFile(path.join(folder, "data")), () => now).revoke(id);
  expect((await connect({ authorization: `Bearer ${token}` })).outcome).toBe(401);
});

it("keeps tokens only as hashes, in a file for its owner alone", () => {
  const { token } = tokens.issue({ kind: "desk", name: "ada" });
  expect(JSON.stringify(tokens.list())).not.toContain(token);
  expect(statSync(path.join(folder, "data", "tokens.json")).mode & 0o777).toBe(0o600);
});

it("makes an address wait after thirty wrong tokens within a minute", async () => {
  const wrong = { headers: { authorization: "Bearer wf_wrong" } };
  for (let attempt = 0; attempt < 30; attempt += 1) expect((await send("/metrics", wrong)).status).toBe(401);
  const refused = await send("/metrics", wrong);
  expect(refused.status).toBe(429);
  expect(refused.headers["retry-after"]).toBe("60");
  now += 60_000;
  expect((await send("/metrics", wrong)).status).toBe(401);
});

it("goes on when its token file breaks: nobody comes in, those inside are sent away, and all is well once it is mended", async () => {
  const { token } = tokens.issue({ kind: "wall", name: "floor" });
  const { socket } = await connect({ authorization: `Bearer ${token}` });
  const file = path.join(folder, "data", "tokens.json");
  const whole = readFileSync(file);
  writeFileSync(file, "{");
  expect((await connect({ authorization: `Bearer ${token}` })).outcome).toBe(500);
  expect((await send("/session", { headers: { authorization: `Bearer ${token}` } })).status).toBe(500);
  const closed = new Promise<number>((resolve) => socket.once("close", resolve));
  listener.beat();
  expect(await closed).toBe(1013);
  expect(logged.join("\n")).toContain("tokens.json is malformed");
  writeFileSync(file, whole);
  expect((await connect({ authorization: `Bearer ${token}` })).outcome).toBe("open");
});

it("lets a right token in though its address has tried thirty wrong ones, as everybody behind one proxy has", async () => {
  const { token } = tokens.issue({ kind: "desk", name: "ada" });
  for (let attempt = 0; attempt <= 30; attempt += 1)
    await send("/metrics", { headers: { authorization: "Bearer wf_wrong" } });
  const right = { authorization: `Bearer ${token}` };
  expect((await send("/metrics", { headers: right })).status).toBe(200);
  expect((await connect(right)).outcome).toBe("open");
  expect((await send("/session", json({ token: tokens.issueStart("ada") }))).status).toBe(204);
  expect((await send("/session", json({ token: "wf_wrong" }))).status).toBe(429);
});

it("takes a start token once, though another process made it and two show it", async () => {
  const elsewhere = createTokens(openTokenFile(path.join(folder, "data")), () => now);
  const start = elsewhere.issueStart("ada");
  expect((await connect({ authorization: `Bearer ${start}` })).outcome).toBe(401);
  expect(tokens.list()).toEqual([]);
  const outcomes = [tokens.redeem(start), elsewhere.redeem(start)];
  expect(outcomes.filter((outcome) => outcome !== undefined)).toHaveLength(1);
  expect(outcomes[0]?.grant).toMatchObject({ kind: "session", name: "ada" });
});

it("lets a token of some scopes neither configure the engine nor read its metrics", async () => {
  const { token } = tokens.issue({ kind: "desk", name: "team", scopes: ["shop"] });
  const headers = { authorization: `Bearer ${token}` };
  expect((await send("/metrics", { headers })).status).toBe(403);
  await connect(headers);
  expect(callers).toEqual([{ name: "team", scopes: [shop], permissions: ["read", "act", "audit"] }]);
});

it("asks for a token at /metrics and for none at /healthz", async () => {
  const { token } = tokens.issue({ kind: "wall", name: "prometheus" });
  expect((await send("/metrics")).status).toBe(401);
  const metrics = await send("/metrics", { headers: { authorization: `Bearer ${token}` } });
  expect(metrics).toMatchObject({ status: 200, body: "watchfloor_connections 0\n" });
  expect(metrics.headers["content-type"]).toBe("text/plain; version=0.0.4; charset=utf-8");
  expect(await send("/healthz")).toMatchObject({ status: 200, body: "ok\n" });
});

it("answers 503 with the reason at /healthz while something is wrong", async () => {
  degraded = [{ code: "commandLine.httpNotBuilt", params: {} }];
  expect(await send("/healthz")).toMatchObject({ status: 503, body: expect.stringContaining("npm run build") });
});

it("refuses a body that is too large, no JSON or of another type", async () => {
  expect((await send("/session", json({ token: "x".repeat(5000) }))).status).toBe(400);
  expect((await send("/session", { ...json(1), body: "{" })).status).toBe(400);
  expect(
    (await send("/session", { method: "POST", headers: { "content-type": "text/plain" }, body: '{"token":"a"}' }))
      .status,
  ).toBe(400);
  expect((await send("/", { method: "POST" })).status).toBe(405);
});

it("says so when the renderer is not built, and logs no token when an answer fails", async () => {
  await listener.close();
  await start({ rendererFolder: path.join(folder, "none") });
  expect(await send("/")).toMatchObject({ status: 503, body: expect.stringContaining("npm run build") });
  await listener.close();
  await start({
    degraded: () => {
      throw new Error("boom");
    },
  });
  expect((await send("/healthz?token=wf_secret")).status).toBe(500);
  expect(logged.join()).toContain("boom");
  expect(logged.join()).not.toContain("wf_secret");
});

it("says that the port is taken", async () => {
  const second = await startListener({
    host: "127.0.0.1",
    port: listener.port,
    publicUrl: undefined,
    rendererFolder: renderer,
    tokens,
    scopes: () => [],
    serveSocket: () => undefined,
    degraded: () => [],
    metrics: () => "",
    now: () => now,
    log: () => undefined,
  });
  expect(second).toEqual({ ok: false, problem: { kind: "port-in-use" } });
});

it("answers under its public address behind a proxy, with a cookie for HTTPS only", async () => {
  await listener.close();
  await start({ publicUrl: "https://floor.example.com" });
  const proxied = { host: "floor.example.com", origin: "https://floor.example.com" };
  const answer = await send("/session", json({ token: tokens.issueStart("ada") }, proxied));
  expect(answer.status).toBe(204);
  expect(String(answer.headers["set-cookie"])).toMatch(/; Secure$/);
  expect(listener.url).toBe("https://floor.example.com");
});

it("closes WebSockets when it closes", async () => {
  const { socket } = await connect({ authorization: `Bearer ${tokens.issueLocal("ada")}` });
  const closed = new Promise((resolve) => socket.on("close", resolve));
  await listener.close();
  expect(await closed).toBe(1001);
  await start();
});

it("takes fifty connections with one token, leaves room for other tokens, and lets another in when one has gone", async () => {
  const wall = { authorization: `Bearer ${tokens.issue({ kind: "wall", name: "floor" }).token}` };
  const desk = { authorization: `Bearer ${tokens.issue({ kind: "desk", name: "ada" }).token}` };
  const opened = [];
  for (let index = 0; index < SOCKETS_A_TOKEN; index++) opened.push(await connect(wall));
  expect(opened.every(({ outcome }) => outcome === "open")).toBe(true);
  expect(new Set(callers).size).toBe(1);
  expect((await connect(wall)).outcome).toBe(429);
  expect((await connect(desk)).outcome).toBe("open");
  const [first] = opened;
  const closed = new Promise((resolve) => first!.socket.once("close", resolve));
  first!.socket.close();
  await closed;
  await expect.poll(async () => (await connect(wall)).outcome).toBe("open");
});

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { connectEngine, type RemoteEngine } from "../../electron/host/remote-engine.ts";
import { runCommand, startCommand, type Running } from "../builders/command-line.ts";
import { anHttpServer, json } from "../builders/httpServer.ts";

let folder: string;
let serving: Running;
let engine: RemoteEngine;

const secrets = (): Record<string, string> =>
  (JSON.parse(readFileSync(path.join(folder, "secrets.json"), "utf8")) as { secrets: Record<string, string> }).secrets;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "sources-"));
  writeFileSync(
    path.join(folder, "watchfloor.yaml"),
    "sources:\n  - id: telemetry\n    kind: otlp\n    settings: { port: 0, auth: token, token: 'keychain:telemetry.token' }\n",
  );
  serving = startCommand(["serve", "--port", "0", "--data", folder]);
  await serving.said(/^The wall: /m);
  const { url, token } = JSON.parse(readFileSync(path.join(folder, "instance.json"), "utf8"));
  const connected = await connectEngine(url, token);
  if (!connected.ok) throw new Error(connected.problem.kind);
  engine = connected.engine;
});
afterAll(async () => {
  engine.close();
  serving.child.kill("SIGTERM");
  await serving.ended;
  rmSync(folder, { recursive: true });
});

const codeOf = (answer: Promise<unknown>): Promise<unknown> =>
  answer.then(
    () => "answered",
    (error: { code: unknown }) => error.code,
  );

it("keeps a typed secret as long as its source, and none for a source that was refused", async () => {
  const { url, asked } = await anHttpServer((_, response) => json(response, []));
  const { sources } = engine.client;
  const typed = { auth: "bearer", token: { secret: "sesame" } };
  await sources.save({ id: "mine", kind: "alertmanager", settings: { url, ...typed } });
  await expect.poll(() => asked.map(({ headers }) => headers.authorization)).toContain("Bearer sesame");
  expect(secrets()["mine.token"]).toBe("sesame");
  expect(await codeOf(sources.save({ id: "telemetry", kind: "otlp", settings: typed }))).toBe("REJECTED");
  expect(await codeOf(sources.save({ id: "wrong", kind: "alertmanager", settings: { url: "no", ...typed } }))).toBe(
    "REJECTED",
  );
  expect(await codeOf(sources.save({ id: "odd", kind: "otlp", settings: { "a/b": { secret: "x" } } }))).toBe(
    "REJECTED",
  );
  expect(Object.keys(secrets()).sort()).toEqual(["mask-keys", "mine.token", "wall-token"]);
  await sources.remove({ id: "mine" });
  expect(Object.keys(secrets()).sort()).toEqual(["mask-keys", "wall-token"]);
});

it("records where a test reached out to and with which secret, and sends nobody Watchfloor's own", async () => {
  const { url, asked } = await anHttpServer((_, response) => json(response, []));
  const test = (settings: Record<string, unknown>) =>
    engine.client.sources.test({ id: "trial", kind: "alertmanager", settings: { url, ...settings } });
  for (const token of ["keychain:mask-keys", "keychain:wall-token", `file:${folder}/secrets.json`])
    expect(await test({ auth: "bearer", token })).toMatchObject({ ok: false, failure: { kind: "misconfigured" } });
  expect(asked).toEqual([]);
  await test({ url: url.replace("//", "//ada:hunter2@"), auth: "bearer", token: "env:PATH" });
  const { rows } = await engine.client.audit.list({ offset: 0, limit: 1 });
  expect(rows[0]).toMatchObject({
    action: "test-source",
    target: "trial",
    detail: { kind: "alertmanager", address: `${url}/`, secrets: "env:PATH" },
  });
});

it("lets the doctor look at sources of the form too, beside the running engine", async () => {
  const { url } = await anHttpServer((_, response) => json(response, {}, 401));
  await engine.client.sources.save({ id: "formed", kind: "alertmanager", settings: { url } });
  const { code, out } = await runCommand(["doctor", "--data", folder]);
  expect(code).toBe(1);
  expect(out).toMatch(/^BAD {4}Source formed: .*does not accept the credentials/m);
  await engine.client.sources.remove({ id: "formed" });
});

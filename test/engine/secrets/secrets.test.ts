import { execFileSync } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { fileSecretStore } from "../../../electron/engine/secrets/file-store.ts";
import { maskKey, rotateMaskKey } from "../../../electron/engine/secrets/mask-key.ts";
import {
  ExposedFile,
  MalformedFile,
  privateFolder,
  SharedFolder,
} from "../../../electron/engine/secrets/private-file.ts";
import { describeReference, parseReference } from "../../../electron/engine/secrets/reference.ts";
import { resolveSecret } from "../../../electron/engine/secrets/resolve.ts";
import type { SecretStore } from "../../../electron/engine/secrets/store.ts";
import { textOf } from "../../../shared/strings/index.ts";

let folder: string;
let store: SecretStore;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "secrets-"));
  store = fileSecretStore(path.join(folder, "data"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The secret, or the sentence that says why there is none. */
function resolved(reference: string, environment: Record<string, string> = {}): string {
  const outcome = resolveSecret(reference, { environment, store, dataFolder: path.join(folder, "data") });
  return outcome.ok ? outcome.value : `${outcome.failure.kind}: ${textOf(outcome.failure.message)}`;
}

function aFile(name: string, content: string, mode: number): string {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  chmodSync(file, mode);
  return file;
}

it("reads the three kinds of references and nothing else", () => {
  expect(parseReference("env:PROM_TOKEN")).toEqual({ kind: "env", name: "PROM_TOKEN" });
  expect(parseReference("file:/run/token")).toEqual({ kind: "file", path: "/run/token" });
  expect(parseReference("keychain:prom.token")).toEqual({ kind: "keychain", name: "prom.token" });
  for (const wrong of [
    "hunter2",
    "env:",
    "env:1X",
    "env:A B",
    "file:",
    "keychain:../x",
    "keychain:a/b",
    "vault:x",
    "",
  ]) {
    expect(parseReference(wrong)).toBeUndefined();
  }
});

it("suggests names made from the field's", () => {
  expect(describeReference("clientKey")).toBe("env:CLIENT_KEY, file:/etc/watchfloor/clientKey, keychain:clientKey");
});

it("finds secrets in the environment and says which variable is missing", () => {
  expect(resolved("env:TOKEN", { TOKEN: "s3cret" })).toBe("s3cret");
  expect(resolved("env:TOKEN")).toMatch(/^misconfigured: The environment variable TOKEN is not set/);
  expect(resolved("env:TOKEN", { TOKEN: "" })).toMatch(/not set/);
});

it("reads a file of its owner without its last line break", () => {
  expect(resolved(`file:${aFile("token", "s3cret\n", 0o600)}`)).toBe("s3cret");
  expect(resolved(`file:${aFile("readonly", "s3cret", 0o400)}`)).toBe("s3cret");
});

it.each([0o640, 0o604, 0o644, 0o660])("refuses a file with mode %o and says how to mend it", (mode) => {
  const file = aFile("token", "s3cret", mode);
  expect(resolved(`file:${file}`)).toBe(
    `misconfigured: The secret file ${file} has mode ${mode.toString(8)}, so others can read it. Run: chmod 600 ${file}`,
  );
});

it("says that a file is missing or empty", () => {
  expect(resolved(`file:${folder}/none`)).toMatch(/cannot be read \(ENOENT\)/);
  expect(resolved(`file:${aFile("empty", "\n", 0o600)}`)).toMatch(/is empty/);
});

it("gives no source what is Watchfloor's own: keys, tokens, and whatever lies in the data folder", () => {
  maskKey(store);
  store.set("wall-token", "wf_secret");
  const data = path.join(folder, "data");
  symlinkSync(path.join(data, "secrets.json"), path.join(folder, "link"));
  for (const reference of ["keychain:mask-keys", "keychain:wall-token"])
    expect(resolved(reference)).toMatch(/^misconfigured: "[\w-]+" is a secret of Watchfloor itself/);
  for (const file of [`${data}/secrets.json`, `${data}/../data/secrets.json`, `${folder}/link`])
    expect(resolved(`file:${file}`)).toMatch(/^misconfigured: .* lies in Watchfloor's own data folder/);
  expect(resolved(`file:${aFile("data-next-door", "s3cret", 0o600)}`)).toBe("s3cret");
});

it("takes one line of text for a secret and nothing else: no key file, no environment of a process, no pipe", () => {
  const noText = /is not one line of text/;
  expect(resolved(`file:${aFile("id_rsa", "-----BEGIN\nabc\n-----END\n", 0o600)}`)).toMatch(noText);
  expect(resolved(`file:${aFile("environ", "A=1\0B=2", 0o600)}`)).toMatch(noText);
  expect(resolved(`file:${aFile("binary", "\ufffd", 0o600)}`)).toMatch(noText);
  expect(resolved(`file:${aFile("long", "x".repeat(16 * 1024), 0o600)}`)).toHaveLength(16 * 1024);
  expect(resolved(`file:${aFile("longer", "x".repeat(16 * 1024 + 1), 0o600)}`)).toMatch(noText);
  execFileSync("mkfifo", ["-m", "600", path.join(folder, "pipe")]);
  expect(resolved(`file:${folder}/pipe`)).toMatch(noText);
  expect(resolved("file:/dev/null")).toMatch(noText);
});

it("closes a folder of its own, and leaves alone one that others use too", () => {
  const own = path.join(folder, "own");
  mkdirSync(own, { mode: 0o755 });
  writeFileSync(path.join(own, "watchfloor.yaml"), "");
  privateFolder(own);
  expect(statSync(own).mode & 0o777).toBe(0o700);
  const shared = path.join(folder, "shared");
  mkdirSync(shared);
  chmodSync(shared, 0o755);
  writeFileSync(path.join(shared, "thesis.txt"), "");
  expect(() => fileSecretStore(shared).set("prom", "s3cret")).toThrow(SharedFolder);
  expect(statSync(shared).mode & 0o777).toBe(0o755);
  expect(readdirSync(shared)).toEqual(["thesis.txt"]);
});

it("keeps secrets across starts in a file and a folder that only their owner can read", () => {
  store.set("prom", "s3cret");
  expect(fileSecretStore(path.join(folder, "data")).get("prom")).toBe("s3cret");
  expect(statSync(path.join(folder, "data", "secrets.json")).mode & 0o777).toBe(0o600);
  expect(statSync(path.join(folder, "data")).mode & 0o777).toBe(0o700);
  expect(resolved("keychain:prom")).toBe("s3cret");
  expect(store.remove("prom")).toBe(true);
  expect(store.remove("prom")).toBe(false);
  expect(resolved("keychain:prom")).toMatch(/watchfloor secret set prom/);
});

it("waits for another process that writes the file, and passes over a lock that was left behind", () => {
  store.set("mine", "1");
  const lock = path.join(folder, "data", "secrets.json.lock");
  writeFileSync(lock, "");
  expect(() => store.set("other", "2")).toThrow(/held by another process/);
  const longAgo = new Date(Date.now() - 60_000);
  utimesSync(lock, longAgo, longAgo);
  store.set("other", "2");
  expect(store.names()).toEqual(["mine", "other"]);
  expect(readdirSync(path.join(folder, "data"))).toEqual(["secrets.json"]);
});

it("refuses a secret file that others can read, instead of starting anew", () => {
  store.set("prom", "s3cret");
  chmodSync(path.join(folder, "data", "secrets.json"), 0o644);
  expect(() => store.get("prom")).toThrow(ExposedFile);
});

it("refuses a damaged secret file, instead of starting anew", () => {
  store.set("prom", "s3cret");
  writeFileSync(path.join(folder, "data", "secrets.json"), "{");
  expect(() => store.set("other", "x")).toThrow(MalformedFile);
});

it("finds what systemd passed, behind what is stored", () => {
  mkdirSync(path.join(folder, "credentials"));
  aFile("credentials/prom", "from-systemd\n", 0o400);
  const environment = { CREDENTIALS_DIRECTORY: path.join(folder, "credentials") };
  expect(resolved("keychain:prom", environment)).toBe("from-systemd");
  store.set("prom", "stored");
  expect(resolved("keychain:prom", environment)).toBe("stored");
});

it("makes the mask key once and keeps old ones when it is changed", () => {
  const first = maskKey(store);
  expect(Buffer.from(first.key, "base64")).toHaveLength(32);
  expect(maskKey(store)).toEqual(first);
  const second = rotateMaskKey(store);
  expect(second.keyId).not.toBe(first.keyId);
  expect(second.key).not.toBe(first.key);
  expect(maskKey(fileSecretStore(path.join(folder, "data")))).toEqual(second);
  expect(readFileSync(path.join(folder, "data", "secrets.json"), "utf8")).toContain(first.keyId);
});

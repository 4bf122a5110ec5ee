import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { fileSecretStore } from "../../../electron/engine/secrets/file-store.ts";
import { maskKey, rotateMaskKey } from "../../../electron/engine/secrets/mask-key.ts";
import { ExposedFile, MalformedFile } from "../../../electron/engine/secrets/private-file.ts";
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
  const outcome = resolveSecret(reference, { environment, store });
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

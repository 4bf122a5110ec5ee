import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { fetchRuntime, installedRuntime, reasonIn } from "../../scripts/electron-runtime.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "electron-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const installs = (script: string): void => writeFileSync(path.join(folder, "install.js"), script);

it("finds the runtime where the package put it, or where the environment says", () => {
  expect(installedRuntime(folder, {})).toBeUndefined();
  mkdirSync(path.join(folder, "dist"));
  writeFileSync(path.join(folder, "path.txt"), "electron-program");
  expect(installedRuntime(folder, {})).toBeUndefined();
  writeFileSync(path.join(folder, "dist", "electron-program"), "");
  expect(installedRuntime(folder, {})).toBe(path.join(folder, "dist", "electron-program"));
  expect(installedRuntime(folder, { ELECTRON_OVERRIDE_DIST_PATH: path.join(folder, "elsewhere") })).toBeUndefined();
});

it("lets the package fetch it", async () => {
  installs("process.exit(0)");
  expect(await fetchRuntime(folder)).toEqual({ ok: true });
});

it("gives the reason in a few words when that fails, or takes too long", async () => {
  installs('console.error(new TypeError("fetch failed").stack); process.exit(1)');
  expect(await fetchRuntime(folder)).toEqual({ ok: false, reason: "fetch failed" });
  installs("setInterval(() => undefined, 1000)");
  expect(await fetchRuntime(folder, 300)).toMatchObject({
    ok: false,
    reason: expect.stringContaining("not complete after"),
  });
  rmSync(path.join(folder, "install.js"));
  expect(await fetchRuntime(folder)).toEqual({ ok: false, reason: "the electron package is not installed" });
});

it("prefers what the network said", () => {
  expect(reasonIn("HTTPError: request to https://x failed\n  [cause]: getaddrinfo ENOTFOUND github.com\n")).toBe(
    "getaddrinfo ENOTFOUND github.com",
  );
  expect(reasonIn("")).toBe("no reason given");
});

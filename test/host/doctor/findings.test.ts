import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { describeFinding } from "../../../electron/host/doctor/finding.ts";
import { checkFolder } from "../../../electron/host/doctor/folder.ts";
import { checkClock, checkNode, checkSqlite } from "../../../electron/host/doctor/runtime.ts";
import { checkSecrets } from "../../../electron/host/doctor/secrets.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "doctor-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

it("tells by Node-API whether Node can load the database", () => {
  expect(checkNode({ node: "24.21.0", napi: "10" }).level).toBe("good");
  const old = checkNode({ node: "20.20.2", napi: "9" });
  expect(describeFinding(old)).toBe(
    "BAD    Node 20.20.2 cannot load the database.\n       Install Node 24, or run npm ci again without --omit=optional, which brings one.",
  );
});

it("says why the database's binary does not load", async () => {
  const finding = await checkSqlite(() => Promise.reject(new Error("wrong ELF class")));
  expect(describeFinding(finding)).toMatch(/does not load: wrong ELF class\n.*npm ci/);
});

it("finds a clock that stands still or went back by more than five minutes", () => {
  const now = Date.UTC(2026, 5, 1);
  expect(checkClock(now, now + 300_000).level).toBe("good");
  expect(checkClock(now, now + 300_001).level).toBe("bad");
  expect(checkClock(Date.UTC(1970, 0, 2), null).level).toBe("bad");
});

it("finds a folder and files that others can read", () => {
  chmodSync(folder, 0o755);
  writeFileSync(path.join(folder, "tokens.json"), "{}", { mode: 0o644 });
  const said = checkFolder(folder).map(describeFinding).join("\n");
  expect(said).toContain(`chmod 700 ${folder}`);
  expect(said).toContain(`chmod 600 ${path.join(folder, "tokens.json")}`);
});

it("finds a file where the folder should be, and accepts one that is not there yet", () => {
  writeFileSync(path.join(folder, "file"), "");
  expect(checkFolder(path.join(folder, "file"))).toMatchObject([{ level: "bad" }]);
  expect(checkFolder(path.join(folder, "new", "deep"))[0]).toMatchObject({ level: "good" });
});

it("says that the secret file is damaged or exposed", () => {
  mkdirSync(path.join(folder, "a"));
  writeFileSync(path.join(folder, "a", "secrets.json"), "{", { mode: 0o600 });
  expect(describeFinding(checkSecrets(path.join(folder, "a")))).toContain("Put back a backup");
  chmodSync(path.join(folder, "a", "secrets.json"), 0o644);
  expect(describeFinding(checkSecrets(path.join(folder, "a")))).toContain("chmod 600");
});

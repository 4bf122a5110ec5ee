import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { createPackageWithOptions } from "@electron/asar";
import { _electron, type ElectronApplication } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hasDisplay } from "../../electron/host/open-browser.ts";
import { build, isBuildNeeded } from "../../scripts/build.ts";
import { electronFile, missing, needs } from "../requirements.ts";

const root = path.resolve(import.meta.dirname, "../..");
const reason = missing({ electron: true });

/** A display of its own where the machine has none. */
async function startDisplay(): Promise<{ display: string; stop(): void }> {
  const server: ChildProcess = spawn("Xvfb", ["-displayfd", "1", "-screen", "0", "1920x1080x24"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  for await (const line of createInterface({ input: server.stdout! }))
    return { display: `:${line.trim()}`, stop: () => server.kill() };
  throw new Error("Xvfb ended without a display");
}

describe(`the real Electron${reason === undefined ? "" : ` (not run: ${reason})`}`, needs({ electron: true }), () => {
  let folder: string;
  let display: { display: string; stop(): void } | undefined;
  let app: ElectronApplication;

  beforeAll(async () => {
    if (isBuildNeeded()) await build();
    folder = mkdtempSync(path.join(tmpdir(), "electron-"));
    if (!hasDisplay({ platform: process.platform, environment: process.env })) display = await startDisplay();
  });
  afterAll(() => {
    display?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** What a package holds, in an archive; the system loads the database's binary from beside it. */
  async function archived(): Promise<string> {
    const program = path.join(folder, "program");
    const database = "node_modules/better-sqlite3";
    for (const part of [
      "dist",
      "assets",
      "package.json",
      ...["lib", "prebuilds", "package.json"].map((name) => `${database}/${name}`),
    ])
      cpSync(path.join(root, part), path.join(program, part), { recursive: true });
    const archive = path.join(folder, "app.asar");
    await createPackageWithOptions(program, archive, { unpack: "**/*.node" });
    return archive;
  }

  /** The same program from its folder and from an archive: threads and database have to start from both. */
  it.each(["its folder", "an archive"])(
    "opens its window from %s, in which the demo's engine answers",
    async (place) => {
      const program = place === "an archive" ? await archived() : root;
      const asRoot = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
      app = await _electron.launch({
        executablePath: electronFile()!,
        args: [...asRoot, program, "--data", path.join(folder, place), "--demo"],
        env: { ...process.env, ...(display === undefined ? {} : { DISPLAY: display.display }) } as Record<
          string,
          string
        >,
      });
      const page = await app.firstWindow();
      await page.getByText("Demo estate").first().waitFor();
      expect(new URL(page.url()).protocol).toBe("watchfloor:");
      expect(await page.evaluate(() => [typeof require, typeof process])).toEqual(["undefined", "undefined"]);
      await app.close();
    },
  );
});

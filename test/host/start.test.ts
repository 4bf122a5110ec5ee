import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";

const root = path.resolve(import.meta.dirname, "../..");
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "start-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

it("says in one sentence why there is no window, starts the host, prints its address and stops with the launcher", async () => {
  const { DISPLAY: _, WAYLAND_DISPLAY: __, ...environment } = process.env;
  const args = ["scripts/start.ts", "--demo", "--data", folder, "--port", "0"];
  const launcher = spawn(process.execPath, [path.join(root, "scripts/with-node.mjs"), ...args], {
    cwd: root,
    env: environment,
  });
  let said = "";
  const ready = new Promise<string>((resolve, reject) => {
    const hear = (chunk: Buffer): void => {
      said += chunk.toString();
      const [, url] = /^Watchfloor is ready: (\S+)\/\?token=/m.exec(said) ?? [];
      if (url !== undefined) resolve(url);
    };
    launcher.stdout.on("data", hear);
    launcher.stderr.on("data", hear);
    launcher.on("exit", (code) => reject(new Error(`ended with ${code}: ${said}`)));
  });
  const ended = new Promise<number | null>((resolve) => launcher.on("exit", resolve));
  const url = await ready;
  if (process.platform === "linux")
    expect(said).toContain("There is no display here, so the screens are in the browser.\n");
  const page = await fetch(url);
  expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
  expect(await page.text()).toContain("<title>Watchfloor</title>");
  launcher.kill("SIGTERM");
  expect(await ended).toBe(0);
  await expect(fetch(`${url}/healthz`)).rejects.toThrow();
}, 180_000);

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { chromium, type Browser, type Page } from "playwright-core";
import { build } from "vite";
import { startFakeEngine, type FakeEngine } from "./fake-engine.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");
const ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"];

type Size = { width: number; height: number };

export type RendererUnderTest = {
  engine: FakeEngine;
  /** Opens a window of the given size; whatever its console reports as an error is collected. `theme`: what a person has chosen there. */
  open(hash?: string, size?: Size, theme?: string): Promise<{ page: Page; errors: string[] }>;
  /** Closes every window, so that none goes on asking while the next test runs. */
  closeWindows(): Promise<void>;
  close(): Promise<void>;
};

/** Builds the renderer into a folder of its own, serves it from a fake engine and starts the system's Chromium. */
export async function startRenderer(makeRouter?: Parameters<typeof startFakeEngine>[2]): Promise<RendererUnderTest> {
  const folder = await mkdtemp(path.join(tmpdir(), "watchfloor-renderer-"));
  await build({
    configFile: path.join(ROOT, "vite.config.ts"),
    root: path.join(ROOT, "renderer"),
    logLevel: "error",
    build: { outDir: folder },
  });
  const engine = await startFakeEngine(folder, Date.now, makeRouter);
  const browser: Browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ARGUMENTS,
  });
  return {
    engine,
    open: async (hash, size = { width: 1920, height: 1080 }, theme) => {
      const context = await browser.newContext({ viewport: size });
      const page = await context.newPage();
      if (theme !== undefined)
        await page.addInitScript(
          (stored) => localStorage.setItem("watchfloor.preferences", stored),
          JSON.stringify({ theme }),
        );
      const errors: string[] = [];
      page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
      page.on("pageerror", (error) => errors.push(error.message));
      await page.goto(engine.url(hash));
      return { page, errors };
    },
    closeWindows: async () => {
      await Promise.all(browser.contexts().map((context) => context.close()));
    },
    close: async () => {
      await browser.close();
      await engine.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

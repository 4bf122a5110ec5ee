import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { chromium, type Browser, type Page } from "playwright-core";
import { chromiumFile } from "../requirements.ts";

/** The built host, which `serve` and all other commands belong to. */
export const HOST_FILE = path.resolve(import.meta.dirname, "../../dist/electron/host.js");

const CHROMIUM_ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export function startChromium(): Promise<Browser> {
  const executablePath = chromiumFile();
  if (executablePath === undefined) throw new Error("there is no Chromium here");
  return chromium.launch({ executablePath, args: CHROMIUM_ARGUMENTS });
}

/** The built host as a user runs it, in a process and a data folder of its own. It can be killed and started again. */
export class ConsoleUnderTest {
  readonly folder = mkdtempSync(path.join(tmpdir(), "watchfloor-e2e-"));
  readonly #args: string[];
  #child: ChildProcess | undefined;
  #output = "";
  /** With a token that works once. */
  deskUrl = "";
  /** With the read-only token. */
  wallUrl = "";

  constructor({ yaml, demo = false }: { yaml?: string; demo?: boolean } = {}) {
    this.#args = ["serve", "--data", this.dataFolder, ...(demo ? ["--demo"] : [])];
    if (yaml !== undefined) {
      const file = path.join(this.folder, "watchfloor.yaml");
      writeFileSync(file, yaml);
      this.#args.push("--config", file);
    }
  }

  /** Where the host keeps its own data; the demo's lies below it. */
  get dataFolder(): string {
    return path.join(this.folder, "data");
  }

  /** What the host has printed since its last start, log lines included. */
  get output(): string {
    return this.#output;
  }

  /** Always on the port of the first start, so that a window that is open finds it again. */
  async start(): Promise<void> {
    const port = this.deskUrl === "" ? "0" : new URL(this.deskUrl).port;
    this.#output = "";
    const child = spawn(process.execPath, [HOST_FILE, ...this.#args, "--port", port], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child = child;
    await new Promise<void>((resolve, reject) => {
      const onData = (data: Buffer) => {
        this.#output += data.toString();
        const urls = this.#output.match(/http:\/\/\S+token=\S+/g) ?? [];
        if (urls.length < 2) return;
        [this.deskUrl = "", this.wallUrl = ""] = urls;
        resolve();
      };
      child.stdout.on("data", onData);
      child.stderr.on("data", onData);
      child.once("exit", (code) => reject(new Error(`the host ended with ${code}:\n${this.#output}`)));
    });
  }

  /** Stands still like a machine that sleeps, and goes on. */
  freeze(): void {
    this.#child?.kill("SIGSTOP");
  }
  thaw(): void {
    this.#child?.kill("SIGCONT");
  }

  async stop(signal: "SIGTERM" | "SIGKILL" = "SIGTERM"): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill(signal);
    await ended;
  }

  async close(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Opens a window on an address. */
export async function openWindow(browser: Browser, url: string, size = { width: 1600, height: 1000 }): Promise<Page> {
  const context = await browser.newContext({ viewport: size });
  const page = await context.newPage();
  await page.goto(url);
  return page;
}

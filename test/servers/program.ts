import { type ChildProcess, spawn } from "node:child_process";
import { appendFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";

/** A free port on loopback; the moment between closing it here and its use is short enough for tests. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

/** Asks until `probe` says yes. @throws Error naming `what` when it does not in time */
export async function until(what: string, probe: () => Promise<boolean> | boolean, withinMs = 30_000): Promise<void> {
  const end = Date.now() + withinMs;
  for (;;) {
    const yes = await Promise.resolve(probe()).catch(() => false);
    if (yes) return;
    if (Date.now() > end) throw new Error(`${what}: not within ${withinMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** A server that can be stopped and started again on the same port and data. */
export class Program {
  readonly #command: string;
  readonly #args: readonly string[];
  readonly #logFile: string;
  readonly #readyUrl: string;
  #child: ChildProcess | undefined;

  constructor(command: string, args: readonly string[], readyUrl: string, logFile: string) {
    this.#command = command;
    this.#args = args;
    this.#readyUrl = readyUrl;
    this.#logFile = logFile;
    writeFileSync(logFile, "");
  }

  async start(): Promise<void> {
    const child = spawn(this.#command, this.#args, { stdio: ["ignore", "pipe", "pipe"] });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (data: Buffer) => appendFileSync(this.#logFile, data));
    await until(`${this.#command} answers at ${this.#readyUrl}`, async () => (await fetch(this.#readyUrl)).ok);
  }

  async stop(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined || child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    const killer = setTimeout(() => child.kill("SIGKILL"), 10_000);
    await ended;
    clearTimeout(killer);
  }
}

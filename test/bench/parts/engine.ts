import { type ChildProcess, fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { bundledEngine } from "./bundle.ts";
import type { EngineAnswer, EngineRequest, Figures } from "./engine-messages.ts";

type Answer<K extends EngineAnswer["kind"]> = Extract<EngineAnswer, { kind: K }>;

const STATS_MS = 1_100;
/** Long enough for a loaded machine, short enough to tell that something hangs. */
const QUIET_WITHIN_MS = 600_000;

/** An engine in its own process, with a receiver that takes Alertmanager-shaped alerts at `url` and the api at `apiUrl`. */
export class BenchEngine {
  readonly folder: string;
  readonly #child: ChildProcess;
  readonly #ready: Promise<void>;
  url = "";
  apiUrl = "";

  private constructor(script: string, folder: string, execArgv: readonly string[]) {
    this.folder = folder;
    const node = [...process.execArgv.filter((argument) => argument.startsWith("--cpu-prof")), ...execArgv];
    this.#child = fork(script, [folder], { stdio: ["ignore", "ignore", "inherit", "ipc"], execArgv: node });
    this.#ready = this.#next("ready").then(({ url, apiUrl }) => {
      this.url = url;
      this.apiUrl = apiUrl;
    });
    // Whoever kills it before it is ready never asks.
    this.#ready.catch(() => undefined);
  }

  /** Starts the process and does not wait for it. */
  static async spawn(
    folder: string = mkdtempSync(path.join(tmpdir(), "watchfloor-bench-")),
    execArgv: readonly string[] = [],
  ): Promise<BenchEngine> {
    return new BenchEngine(await bundledEngine(), folder, execArgv);
  }

  static async start(folder?: string, execArgv?: readonly string[]): Promise<BenchEngine> {
    const engine = await BenchEngine.spawn(folder, execArgv);
    await engine.ready();
    return engine;
  }

  /** Resolves when it takes alerts; rejects when it ends before. */
  ready(): Promise<void> {
    return this.#ready;
  }

  get databaseFile(): string {
    return path.join(this.folder, "watchfloor.db");
  }

  /** Figures that are true now: the threads tell theirs once a second. */
  async figuresSoon(): Promise<Figures> {
    await new Promise((resolve) => setTimeout(resolve, STATS_MS));
    const answer = this.#next("figures");
    this.#ask({ kind: "figures" });
    return answer;
  }

  /** Reports a change; resolves with whether it is on disk, and with false when the engine ends before it says so. */
  async change(id: string, entity: string): Promise<boolean> {
    const answer = this.#next("changed", (message) => message.id === id);
    this.#ask({ kind: "change", id, entity });
    return answer.then(
      ({ ok }) => ok,
      () => false,
    );
  }

  kill(): Promise<void> {
    return this.#ended(() => this.#child.kill("SIGKILL"));
  }

  async close({ keep = false } = {}): Promise<void> {
    await this.#ended(() => this.#ask({ kind: "close" }));
    if (!keep) rmSync(this.folder, { recursive: true, force: true });
  }

  #ask(request: EngineRequest): void {
    // Writing to a process that has just been killed fails; the one who waits is told by its end.
    if (this.#child.connected) this.#child.send(request, () => undefined);
  }

  #ended(end: () => void): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return Promise.resolve();
    return new Promise((resolve) => {
      this.#child.once("exit", () => resolve());
      end();
    });
  }

  #next<K extends EngineAnswer["kind"]>(
    kind: K,
    isIt: (message: Answer<K>) => boolean = () => true,
  ): Promise<Answer<K>> {
    return new Promise((resolve, reject) => {
      const stop = (): void => {
        clearTimeout(limit);
        this.#child.off("message", onMessage);
        this.#child.off("exit", onExit);
      };
      const onMessage = (message: EngineAnswer): void => {
        if (message.kind !== kind || !isIt(message as Answer<K>)) return;
        stop();
        resolve(message as Answer<K>);
      };
      const onExit = (code: number | null): void => {
        stop();
        reject(new Error(`the engine ended with ${code} before it said ${kind}`));
      };
      const limit = setTimeout(() => {
        stop();
        reject(new Error(`the engine did not say ${kind} within ${QUIET_WITHIN_MS} ms`));
      }, QUIET_WITHIN_MS);
      this.#child.on("message", onMessage);
      this.#child.once("exit", onExit);
    });
  }
}

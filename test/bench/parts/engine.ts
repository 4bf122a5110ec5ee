import { type ChildProcess, fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { EngineFacts } from "../../../electron/engine/api/access.ts";
import type { EngineMetrics } from "../../../electron/engine/listener/metrics.ts";

export type Figures = { metrics: EngineMetrics; facts: EngineFacts; memory: NodeJS.MemoryUsage };

/** An engine in its own process, with a receiver that takes Alertmanager-shaped alerts at `url`. */
export class BenchEngine {
  readonly folder: string;
  readonly #child: ChildProcess;
  url = "";

  private constructor(folder: string) {
    this.folder = folder;
    const script = path.join(import.meta.dirname, "..", "engine-process.ts");
    this.#child = fork(script, [folder], { stdio: ["ignore", "ignore", "inherit", "ipc"] });
  }

  static async start(folder: string = mkdtempSync(path.join(tmpdir(), "watchfloor-bench-"))): Promise<BenchEngine> {
    const engine = new BenchEngine(folder);
    engine.url = (await engine.#next<{ url: string }>("ready")).url;
    return engine;
  }

  async figures(): Promise<Figures> {
    const answer = this.#next<Figures>("figures");
    this.#child.send({ kind: "figures" });
    return answer;
  }

  /** Waits until everything that was sent is committed, correlated and applied. */
  async settled(): Promise<void> {
    for (let quiet = 0; quiet < 2; ) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      const { metrics } = await this.figures();
      quiet = metrics.analysisLag === 0 && metrics.queueDepth === 0 ? quiet + 1 : 0;
    }
  }

  kill(): Promise<void> {
    return this.#ended(() => this.#child.kill("SIGKILL"));
  }

  async close({ keep = false } = {}): Promise<void> {
    await this.#ended(() => this.#child.send({ kind: "close" }));
    if (!keep) rmSync(this.folder, { recursive: true, force: true });
  }

  #ended(end: () => void): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return Promise.resolve();
    return new Promise((resolve) => {
      this.#child.once("exit", () => resolve());
      end();
    });
  }

  #next<T>(kind: string): Promise<T> {
    return new Promise((resolve, reject) => {
      const onMessage = (message: { kind: string }) => {
        if (message.kind !== kind) return;
        this.#child.off("message", onMessage);
        this.#child.off("exit", onExit);
        resolve(message as T);
      };
      const onExit = (code: number | null) => reject(new Error(`the engine ended with ${code} before it said ${kind}`));
      this.#child.on("message", onMessage);
      this.#child.once("exit", onExit);
    });
  }
}

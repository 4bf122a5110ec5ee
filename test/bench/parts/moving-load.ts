import { type ChildProcess, fork } from "node:child_process";
import path from "node:path";

const SCRIPT = path.resolve(import.meta.dirname, "../moving-load.ts");

/** What a load is asked: how many events were taken so far, and to end. It answers both with that number. */
export type LoadQuestion = "taken" | "stop";
/** What a load says: that its first events were taken, and then its answers. */
export type LoadWord = "begun" | number;

/** Alerts that fire and end at an engine, in a process of its own, until it is stopped. */
export class MovingLoad {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  /** Starts it with alert number `first`; resolves when events are taken, and rejects when it ends before. */
  static async start(url: string, first: number): Promise<MovingLoad> {
    const load = new MovingLoad(fork(SCRIPT, [url, String(first)], { stdio: ["ignore", "ignore", "inherit", "ipc"] }));
    await load.#word();
    return load;
  }

  /** Lets it run. @returns how many events were taken a second while `meanwhile` lasted. @throws Error when none was */
  async rateDuring(meanwhile: () => Promise<unknown>): Promise<number> {
    const before = await this.#ask("taken");
    const begun = performance.now();
    await meanwhile();
    const events = (await this.#ask("taken")) - before;
    if (events === 0) throw new Error("no event was taken meanwhile");
    return events / ((performance.now() - begun) / 1_000);
  }

  /** Ends it; resolves with how many events were taken in all. */
  stop(): Promise<number> {
    return this.#ask("stop");
  }

  async #ask(question: LoadQuestion): Promise<number> {
    const answer = this.#word();
    if (this.#child.connected) this.#child.send(question, () => undefined);
    return Number(await answer);
  }

  /** Rejects when it ends, or has ended, without a word. */
  #word(): Promise<LoadWord> {
    const child = this.#child;
    const ended = (code: number | null): Error => new Error(`the load ended with ${code}`);
    if (child.exitCode !== null) return Promise.reject(ended(child.exitCode));
    return new Promise((resolve, reject) => {
      const exited = (code: number | null): void => reject(ended(code));
      child.once("exit", exited);
      child.once("message", (word: LoadWord) => {
        child.off("exit", exited);
        resolve(word);
      });
    });
  }
}

import { Worker } from "node:worker_threads";
import type { RunningRuleTest } from "../../../shared/contract/rules.ts";
import type { RuleTest } from "../../../shared/domain/rule.ts";
import type { FromTest } from "./protocol.ts";
import { TEST_LIMITS, type TestRequest } from "./run.ts";

type Running = { about: RunningRuleTest; cancel(): void };

/** A thread looks at its own limit between two portions of the log. One that does not come to an end by then is ended. */
const GRACE_MS = 15_000;

type Edges = { now: () => number; onProgress: () => void; limitMs?: number };

const PROGRESS_MS = 250;

/** Runs one test of rules at a time, each on a thread of its own. */
export class RuleTester {
  readonly #file: string;
  readonly #script: URL;
  readonly #now: () => number;
  readonly #onProgress: () => void;
  readonly #limitMs: number;
  #running: Running | undefined;

  /** `script`: `worker.ts` or its bundle. `onProgress`: the state of the test that runs is another, at most four times a second. */
  constructor(file: string, script: URL, { now, onProgress, limitMs = TEST_LIMITS.ms + GRACE_MS }: Edges) {
    this.#limitMs = limitMs;
    this.#file = file;
    this.#script = script;
    this.#now = now;
    this.#onProgress = onProgress;
  }

  get running(): RunningRuleTest | null {
    return this.#running?.about ?? null;
  }

  /** The outcome; null when it was cancelled, `overran` when it did not end at its limit. Undefined, at once, while another runs. */
  run(ruleId: string, request: TestRequest): Promise<RuleTest | "overran" | null> | undefined {
    if (this.#running !== undefined) return undefined;
    const worker = new Worker(this.#script, { workerData: { file: this.#file, request } });
    const about: RunningRuleTest = { ruleId, scope: request.scope, startedAt: this.#now(), share: 0 };
    let toldAt = 0;
    return new Promise((resolve, reject) => {
      /** What a thread still says after its end concerns nobody: the next one may run by then. */
      const end = (): void => {
        clearTimeout(timer);
        worker
          .removeAllListeners("message")
          .removeAllListeners("error")
          .on("error", () => undefined);
        this.#running = undefined;
        void worker.terminate();
      };
      const endWith = (outcome: RuleTest | "overran" | null): void => {
        end();
        resolve(outcome);
      };
      const timer = setTimeout(() => endWith("overran"), this.#limitMs);
      this.#running = { about, cancel: () => endWith(null) };
      worker.on("message", (message: FromTest) => {
        if (message.kind === "done") return endWith(message.test);
        about.share = message.share;
        if (this.#now() - toldAt < PROGRESS_MS) return;
        toldAt = this.#now();
        this.#onProgress();
      });
      worker.on("error", (error) => {
        end();
        reject(error);
      });
    });
  }

  /** @returns whether one ran */
  cancel(): boolean {
    const running = this.#running;
    running?.cancel();
    return running !== undefined;
  }
}

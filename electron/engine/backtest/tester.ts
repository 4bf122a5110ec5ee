import { Worker } from "node:worker_threads";
import type { RunningRuleTest } from "../../../shared/contract/rules.ts";
import type { RuleTest } from "../../../shared/domain/rule.ts";
import type { FromTest } from "./protocol.ts";
import type { TestRequest } from "./run.ts";

type Running = { worker: Worker; about: RunningRuleTest; cancel(): void };

const PROGRESS_MS = 250;

/** Runs one test of rules at a time, each on a thread of its own. */
export class RuleTester {
  readonly #file: string;
  readonly #script: URL;
  readonly #now: () => number;
  readonly #onProgress: () => void;
  #running: Running | undefined;

  /** `script`: `worker.ts` or its bundle. `onProgress`: the state of the test that runs is another, at most four times a second. */
  constructor(file: string, script: URL, { now, onProgress }: { now: () => number; onProgress: () => void }) {
    this.#file = file;
    this.#script = script;
    this.#now = now;
    this.#onProgress = onProgress;
  }

  get running(): RunningRuleTest | null {
    return this.#running?.about ?? null;
  }

  /** The outcome; null when it was cancelled. Undefined, at once, while another runs. */
  run(ruleId: string, request: TestRequest): Promise<RuleTest | null> | undefined {
    if (this.#running !== undefined) return undefined;
    const worker = new Worker(this.#script, { workerData: { file: this.#file, request } });
    const about: RunningRuleTest = { ruleId, scope: request.scope, startedAt: this.#now(), share: 0 };
    let toldAt = 0;
    return new Promise((resolve, reject) => {
      const end = (): void => {
        this.#running = undefined;
        void worker.terminate();
      };
      const cancel = (): void => {
        end();
        resolve(null);
      };
      this.#running = { worker, about, cancel };
      worker.on("message", (message: FromTest) => {
        if (message.kind === "progress") {
          about.share = message.share;
          if (this.#now() - toldAt < PROGRESS_MS) return;
          toldAt = this.#now();
          return this.#onProgress();
        }
        end();
        resolve(message.test);
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

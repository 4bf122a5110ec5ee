import type { Job } from "./write-queue.ts";

/**
 * Jobs whose transaction is committed and not yet synced. What comes while a sync is under way waits for the next one, so that
 * the disk is asked once for many, and the thread goes on with the next transaction meanwhile.
 */
export class CommittedJobs {
  readonly #synced: () => Promise<void>;
  readonly #onFailed: (error: unknown) => void;
  readonly #waiting: Job[] = [];
  #running: Promise<void> | undefined;

  /** `synced`: resolves when all that was committed before the call is on disk. `onFailed`: nobody knows what is. */
  constructor(synced: () => Promise<void>, onFailed: (error: unknown) => void) {
    this.#synced = synced;
    this.#onFailed = onFailed;
  }

  add(jobs: readonly Job[]): void {
    this.#waiting.push(...jobs);
    if (this.#waiting.length > 0) this.#running ??= this.#run();
  }

  /** Resolves when no job waits. */
  async settled(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) await this.#sync(this.#waiting.splice(0));
    this.#running = undefined;
  }

  async #sync(jobs: readonly Job[]): Promise<void> {
    try {
      await this.#synced();
    } catch (error) {
      for (const job of jobs) job.failed(error);
      return this.#onFailed(error);
    }
    for (const job of jobs) job.committed();
  }
}

import { textOf } from "../../../shared/strings/index.ts";
import { type CheckpointWaits, Checkpoints } from "../store/checkpoint.ts";
import { problemOf, type WritableDb } from "../store/database.ts";
import { retentionSlice } from "../store/retention.ts";
import type { WriteQueue } from "./write-queue.ts";

const RETENTION_MS = 60_000;
/** Between slices of retention. */
const IDLE_PAUSE_MS = 50;
const BUSY_PAUSE_MS = 1_000;

export type HousekeepingParts = {
  db: WritableDb;
  queue: WriteQueue;
  retention: Parameters<typeof retentionSlice>[1];
  /** Epoch ms. */
  now(): number;
  /** Milliseconds of a clock that only runs forward. */
  monotonicMs(): number;
  log(line: string): void;
  /** The file is damaged; throws. */
  onDamaged(error: unknown): void;
};

/** Work on the file that can wait, between transactions: a full disk, or a reader in the way, puts it off and stops nothing else. */
export class Housekeeping {
  readonly #parts: HousekeepingParts;
  readonly #checkpoints: Checkpoints;
  #round: NodeJS.Timeout | undefined;
  #next: NodeJS.Timeout | undefined;
  #stopped = false;
  /** Why it was put off the last time. */
  #putOff: string | undefined;

  constructor(parts: HousekeepingParts) {
    this.#parts = parts;
    this.#checkpoints = new Checkpoints(parts.db, parts.monotonicMs);
  }

  /** How long readers kept the writer, since the start. */
  get waits(): CheckpointWaits {
    return this.#checkpoints.waits;
  }

  start(): void {
    this.#round = setInterval(() => this.#retain(), RETENTION_MS);
  }

  stop(): void {
    this.#stopped = true;
    clearInterval(this.#round);
    clearTimeout(this.#next);
  }

  /** A transaction was committed: the write-ahead log has grown. */
  committed(): void {
    this.#tidy(() => this.#checkpoints.slice());
  }

  /** Time for what would be in the way while something waits to be written. */
  run(): void {
    if (this.#parts.queue.depth === 0) this.#tidy(() => this.#checkpoints.slice(true));
  }

  /** One slice after the other. A source that never rests only makes the pauses longer. */
  #retain(): void {
    if (this.#stopped) return;
    const { db, queue, retention, now } = this.#parts;
    const done = this.#tidy(() => retentionSlice(db, retention, now()))?.done ?? true;
    if (done) return;
    clearTimeout(this.#next);
    this.#next = setTimeout(() => this.#retain(), queue.depth > 0 ? BUSY_PAUSE_MS : IDLE_PAUSE_MS).unref();
  }

  #tidy<T>(work: () => T): T | undefined {
    try {
      const result = work();
      this.#putOff = undefined;
      return result;
    } catch (error) {
      const problem = problemOf(error);
      if (problem === undefined) throw error;
      if (problem.kind === "damaged") this.#parts.onDamaged(error);
      if (this.#putOff !== problem.kind)
        this.#parts.log(`the database cannot be tidied up now: ${textOf(problem.message)}`);
      this.#putOff = problem.kind;
      return undefined;
    }
  }
}

import type { WritableDb } from "../store/database.ts";
import { problemOf } from "../store/problem.ts";
import { CommittedJobs } from "./committed-jobs.ts";
import { Draft } from "./draft.ts";

/** Work for the write connection. `step` does one unit and says whether that was the last. */
export interface Job {
  /** A unit of it takes about as long as a transaction should: it joins only one that has hardly begun. */
  readonly isLarge?: boolean;
  step(draft: Draft): boolean;
  /** Its last unit is on disk. */
  committed(): void;
  /**
   * Nothing of the transaction is on disk, and units of earlier transactions are; or nobody knows, because the disk failed. So
   * doing it again must be harmless.
   */
  failed(error: unknown): void;
  /**
   * Goes back to where the transaction began that was just rolled back, because another job failed in it; its units are
   * then done again. A job that cannot do so has failed too.
   */
  rewind?(): void;
}

/** A transaction holds at most so many units or takes so long: measured, more is no faster and blocks readers of the thread. */
const MAXIMUM_UNITS = 250;
const MAXIMUM_MS = 8;
/** Until then a transaction has hardly begun. */
const BEGUN_MS = 3;
const UNITS_PER_WRITE = 25;
const REMEMBERED_TIMES = 1024;

const BUCKETS_MS = [1, 2, 5, 10, 20, 50, 100, 1000] as const;

/** A histogram: `counts[i]` transactions took at most `upToMs[i]` and more than the bucket before; the rest took longer. */
export type TransactionTimes = { upToMs: readonly number[]; counts: number[]; count: number; sumMs: number };

export type WriteQueueOptions = {
  db: WritableDb;
  /** Milliseconds of a clock that only runs forward. */
  monotonicMs(): number;
  /** After each transaction, with what changed; it may not be on disk yet. */
  onCommitted(draft: Draft): void;
  /** Resolves when everything that was committed before the call is on disk. */
  synced(): Promise<void>;
  /** Nobody knows whether what was committed is on disk. */
  onUnsynced(error: unknown): void;
  /** After a roll-back: what is remembered in memory may be ahead of the disk and has to be read anew. */
  onRolledBack(error: unknown): void;
};

/**
 * Runs jobs in small transactions on the one write connection: urgent ones (people wait for them) before the rest. A job hears
 * that it is done only once the disk has it; the next transaction does not wait for that.
 */
export class WriteQueue {
  readonly #options: WriteQueueOptions;
  readonly #urgent: Job[] = [];
  readonly #ordinary: Job[] = [];
  readonly #times = new Float64Array(REMEMBERED_TIMES);
  readonly #buckets: number[] = BUCKETS_MS.map(() => 0);
  #transactions = 0;
  #sumMs = 0;
  #scheduled = false;
  #closed = false;
  readonly #committed: CommittedJobs;
  /** Jobs of a transaction that was rolled back: each is done in one of its own, so that only the one at fault fails. */
  readonly #alone: Job[] = [];

  constructor(options: WriteQueueOptions) {
    this.#options = options;
    this.#committed = new CommittedJobs(
      () => options.synced(),
      (error) => options.onUnsynced(error),
    );
  }

  get depth(): number {
    return this.#alone.length + this.#urgent.length + this.#ordinary.length;
  }

  /** How many transactions took at most so long, since the start. */
  histogram(): TransactionTimes {
    return { upToMs: BUCKETS_MS, counts: [...this.#buckets], count: this.#transactions, sumMs: this.#sumMs };
  }

  /** Durations of the last transactions, milliseconds, unordered. */
  get recentTimes(): Float64Array {
    return this.#times.subarray(0, Math.min(this.#transactions, REMEMBERED_TIMES));
  }

  add(job: Job, urgency: "urgent" | "ordinary" = "ordinary"): void {
    if (this.#closed) return job.failed(new Error("the write queue is closed"));
    (urgency === "urgent" ? this.#urgent : this.#ordinary).push(job);
    this.#schedule();
  }

  /** Runs what waits, refuses more, and resolves when all of it is on disk. */
  close(): Promise<void> {
    while (this.depth > 0) this.#transact();
    this.#closed = true;
    return this.#committed.settled();
  }

  #schedule(): void {
    if (this.#scheduled || this.depth === 0) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      if (this.depth > 0) this.#transact();
      this.#schedule();
    });
  }

  #transact(): void {
    const { db, monotonicMs, onCommitted, onRolledBack } = this.#options;
    const begun = monotonicMs();
    const draft = new Draft(db);
    const touched = new Set<Job>();
    const finished: Job[] = [];
    const queues = this.#alone.length > 0 ? [[this.#alone[0]!]] : [this.#urgent, this.#ordinary];
    try {
      db.exec("BEGIN IMMEDIATE");
      for (let units = 0; units < MAXIMUM_UNITS && monotonicMs() - begun < MAXIMUM_MS; units++) {
        // Units only collect; writing now and then keeps the clock honest.
        if (units % UNITS_PER_WRITE === UNITS_PER_WRITE - 1) draft.write();
        const queue = queues.find((each) => each.length > 0);
        const job = queue?.[0];
        if (queue === undefined || job === undefined) break;
        if (job.isLarge && monotonicMs() - begun > BEGUN_MS) break;
        touched.add(job);
        if (job.step(draft)) {
          queue.shift();
          finished.push(job);
        }
      }
      draft.flush();
      db.exec("COMMIT");
    } catch (error) {
      if (db.inTransaction) db.exec("ROLLBACK");
      this.#fail(touched, error);
      return onRolledBack(error);
    }
    const alone = this.#alone.shift();
    if (alone !== undefined && !finished.includes(alone)) this.#ordinary.unshift(alone);
    this.#remember(monotonicMs() - begun);
    onCommitted(draft);
    this.#committed.add(finished);
  }

  #remember(ms: number): void {
    this.#times[this.#transactions++ % REMEMBERED_TIMES] = ms;
    this.#sumMs += ms;
    const bucket = BUCKETS_MS.findIndex((upTo) => ms <= upTo);
    if (bucket >= 0) this.#buckets[bucket] = (this.#buckets[bucket] ?? 0) + 1;
  }

  /** Of several jobs only one is at fault, unless it is the database: then each is done again by itself. */
  #fail(touched: Set<Job>, error: unknown): void {
    // Not even begun: whoever is first must not be tried for ever.
    const first = this.#alone[0] ?? this.#urgent[0] ?? this.#ordinary[0];
    if (touched.size === 0 && first !== undefined) touched.add(first);
    for (const queue of [this.#alone, this.#urgent, this.#ordinary]) {
      const kept = queue.filter((job) => !touched.has(job));
      queue.splice(0, queue.length, ...kept);
    }
    const isShared = touched.size > 1 && problemOf(error) === undefined;
    for (const job of touched) {
      if (!isShared || job.rewind === undefined) job.failed(error);
      else {
        job.rewind();
        this.#alone.push(job);
      }
    }
  }
}

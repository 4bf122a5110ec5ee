import type { WritableDb } from "./database.ts";
import { statement } from "./statements.ts";

export type Checkpoint = {
  /** Pages in the write-ahead log, and how many of them are in the database by now. */
  logPages: number;
  movedPages: number;
  /** What is written next begins at the log's front again: it was too long, and every reader had let go of it. */
  restarted: boolean;
  /** The log was cut back to nothing. */
  truncated: boolean;
};

type Row = { busy: number; log: number; checkpointed: number };

/** How long the writer has stood still for readers, and how often. */
export type CheckpointWaits = { count: number; sumMs: number };

/** In pages: what is worth moving, and from where on a log is too long. */
type Limits = { slice: number; long: number };

/**
 * Pages that were written many times since are moved once, so a slice half as large moves a third more in all, and waits for the
 * disk twice as often.
 */
const LIMITS: Limits = { slice: 8_000, long: 24_000 };
/** Readers of a log that is too long are waited for: so long for each time that it is, and never longer than the other. */
const WAIT_MS = 50;
const LONGEST_WAIT_MS = 250;

/**
 * Moves the write-ahead log of the one write connection into the database.
 *
 * The log begins anew by itself only if no reader reads it at the very moment when all of it has been moved. Readers whose reads
 * overlap never leave such a moment, and the log would grow for as long as there is something to write
 * (https://www.sqlite.org/wal.html#avoiding_excessively_large_wal_files, "checkpoint starvation"). So a log that has become too
 * long makes the writer wait a little: who begins to read meanwhile reads the database alone, and the others come to their end.
 */
export class Checkpoints {
  readonly #db: WritableDb;
  readonly #monotonicMs: () => number;
  readonly #limits: Limits;
  /** Length from which on readers are waited for. One that holds on is waited for once a slice. */
  #restartFrom: number;

  readonly #waits: CheckpointWaits = { count: 0, sumMs: 0 };

  /** @param monotonicMs milliseconds of a clock that only runs forward */
  constructor(db: WritableDb, monotonicMs: () => number, limits = LIMITS) {
    this.#db = db;
    this.#monotonicMs = monotonicMs;
    this.#limits = limits;
    this.#restartFrom = limits.long;
  }

  /** Since the start. */
  get waits(): CheckpointWaits {
    return { ...this.#waits };
  }

  /**
   * Moves the log when it has grown by a slice; waits for readers only when it is too long.
   * `idle`: nothing waits to be written, so move whatever is left and cut the log file if no reader needs it; never waits.
   */
  slice(idle = false): Checkpoint {
    const before = run(this.#db, "NOOP");
    const waiting = before.log - before.checkpointed;
    if (before.log < this.#limits.long) this.#restartFrom = this.#limits.long;
    if (!idle && waiting < this.#limits.slice) return { ...pages(before), restarted: false, truncated: false };
    const moved = waiting > 0 ? run(this.#db, "PASSIVE") : before;
    if (!idle && before.log >= this.#restartFrom) return this.#restart(before.log);
    const truncated =
      idle && moved.log > 0 && moved.checkpointed === moved.log && this.#within(0, "TRUNCATE").busy === 0;
    return { ...pages(moved), restarted: truncated, truncated };
  }

  /** What can be moved without waiting has been, so that what it takes is the waiting. */
  #restart(length: number): Checkpoint {
    const waitMs = Math.min(LONGEST_WAIT_MS, WAIT_MS * Math.floor(length / this.#limits.long));
    const begun = this.#monotonicMs();
    const moved = this.#within(waitMs, "RESTART");
    this.#waits.count++;
    this.#waits.sumMs += this.#monotonicMs() - begun;
    this.#restartFrom = length + this.#limits.slice;
    return { ...pages(moved), restarted: moved.busy === 0, truncated: false };
  }

  /** Waits for readers so long at most; one that goes on reading only puts the end off. */
  #within(waitMs: number, mode: "RESTART" | "TRUNCATE"): Row {
    const db = this.#db;
    const timeout = Number(db.pragma("busy_timeout", { simple: true }));
    db.pragma(`busy_timeout = ${waitMs}`);
    try {
      return run(db, mode);
    } finally {
      db.pragma(`busy_timeout = ${timeout}`);
    }
  }
}

const pages = ({ log, checkpointed }: Row) => ({ logPages: Math.max(0, log), movedPages: Math.max(0, checkpointed) });

/** Prepared, because a look is taken after each transaction. */
const MODES = {
  NOOP: "PRAGMA wal_checkpoint(NOOP)",
  PASSIVE: "PRAGMA wal_checkpoint(PASSIVE)",
  RESTART: "PRAGMA wal_checkpoint(RESTART)",
  TRUNCATE: "PRAGMA wal_checkpoint(TRUNCATE)",
} as const;

function run(db: WritableDb, mode: keyof typeof MODES): Row {
  const row = statement<[], Row>(db, MODES[mode]).get();
  if (row === undefined) throw new Error(`wal_checkpoint(${mode}) returned nothing`);
  return row;
}

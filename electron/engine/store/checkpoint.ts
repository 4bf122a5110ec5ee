import type { WritableDb } from "./database.ts";
import { statement } from "./statements.ts";

export type Checkpoint = {
  /** Pages in the write-ahead log, and how many of them are in the database by now. */
  logPages: number;
  movedPages: number;
  /** The log was cut back to nothing. */
  truncated: boolean;
};

type Row = { busy: number; log: number; checkpointed: number };

/**
 * Pages worth moving: 16 MB of log. Pages that were written many times since are moved once, so a slice four times this
 * small moves twice as much in all.
 */
const SLICE_PAGES = 4000;

/**
 * Moves the write-ahead log into the database when it has grown by a slice, without waiting for readers.
 * `idle`: nothing waits to be written, so move whatever is left and cut the log file if no reader needs it.
 */
export function checkpointSlice(db: WritableDb, idle = false): Checkpoint {
  const before = run(db, "NOOP");
  const waiting = before.log - before.checkpointed;
  if (!idle && waiting < SLICE_PAGES) return { ...pages(before), truncated: false };
  const moved = waiting > 0 ? run(db, "PASSIVE") : before;
  const complete = moved.checkpointed === moved.log;
  if (!idle || !complete || moved.log <= 0) return { ...pages(moved), truncated: false };
  return truncate(db, moved);
}

/** Never waits for a reader: one that still reads the log only puts the cut off. */
function truncate(db: WritableDb, moved: Row): Checkpoint {
  const timeout = Number(db.pragma("busy_timeout", { simple: true }));
  db.pragma("busy_timeout = 0");
  try {
    const { busy } = run(db, "TRUNCATE");
    return { ...pages(moved), truncated: busy === 0 };
  } finally {
    db.pragma(`busy_timeout = ${timeout}`);
  }
}

const pages = ({ log, checkpointed }: Row) => ({ logPages: Math.max(0, log), movedPages: Math.max(0, checkpointed) });

/** Prepared, because a look is taken after each transaction. */
const MODES = {
  NOOP: "PRAGMA wal_checkpoint(NOOP)",
  PASSIVE: "PRAGMA wal_checkpoint(PASSIVE)",
  TRUNCATE: "PRAGMA wal_checkpoint(TRUNCATE)",
} as const;

function run(db: WritableDb, mode: keyof typeof MODES): Row {
  const row = statement<[], Row>(db, MODES[mode]).get();
  if (row === undefined) throw new Error(`wal_checkpoint(${mode}) returned nothing`);
  return row;
}

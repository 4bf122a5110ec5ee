import type { WritableDb } from "./database.ts";
import { DUTIES, type Duty, type Limits, removeAlerts, type Removed, removeIncident } from "./retention-duties.ts";
import { emptyRemovedPartition, expirePartition } from "./retention-log.ts";

/** What is kept: so many days, and at most so many bytes in use (pages that are free again do not count). */
export type RetentionPolicy = { days: number; maximumBytes: number };

export type Retained = {
  /** Nothing is left to remove now. */
  done: boolean;
  removed: Removed;
};

const DAY_MS = 86_400_000;

const BY_AGE: readonly Duty[] = [emptyRemovedPartition, expirePartition, ...DUTIES];
/** When there is too much, after the log: what has ended, oldest first, however young but for the last hour … */
const SHRINKING: readonly Duty[] = [removeIncident, removeAlerts];
/** … because analysis may still tell of that, or open it again. */
const SETTLED_MS = 3_600_000;

/**
 * Removes one slice of what is too old or too much, in a transaction of its own of some milliseconds; call it again until
 * `done`. The log goes by partitions and never past what analysis has read; what open incidents need stays, and so does the audit.
 */
export function retentionSlice(db: WritableDb, policy: RetentionPolicy, now: number): Retained {
  const limits: Limits = { before: now - policy.days * DAY_MS, now };
  const removed: Removed = { partitions: 0, alerts: 0, incidents: 0 };
  const whatever: Limits = { before: Number.MAX_SAFE_INTEGER, now };
  const settled: Limits = { before: now - SETTLED_MS, now };
  db.exec("BEGIN IMMEDIATE");
  try {
    const busy =
      BY_AGE.some((duty) => duty(db, limits, removed)) ||
      (bytesInUse(db) > policy.maximumBytes &&
        (expirePartition(db, whatever, removed) || SHRINKING.some((duty) => duty(db, settled, removed))));
    db.exec("COMMIT");
    return { done: !busy && !giveBackPages(db), removed };
  } catch (error) {
    if (db.inTransaction) db.exec("ROLLBACK");
    throw error;
  }
}

/** Bytes of the pages that hold something. */
export function bytesInUse(db: WritableDb): number {
  const read = (name: string): number => Number(db.pragma(name, { simple: true }));
  return (read("page_count") - read("freelist_count")) * read("page_size");
}

const PAGES_A_SLICE = 400;
const FREE_SHARE = 0.25;
const FREE_BYTES = 16 * 1024 * 1024;

/** Free pages are used again by the next partition; only what lies idle beyond that goes back to the file system. */
function giveBackPages(db: WritableDb): boolean {
  const read = (name: string): number => Number(db.pragma(name, { simple: true }));
  const free = read("freelist_count");
  if (free * read("page_size") <= FREE_BYTES || free <= FREE_SHARE * read("page_count")) return false;
  db.pragma(`incremental_vacuum(${PAGES_A_SLICE})`);
  return Number(db.pragma("freelist_count", { simple: true })) < free;
}

import type { ReadableDb, WritableDb } from "./database.ts";
import { statement, valueStatement } from "./statements.ts";

/**
 * How long the engine has watched the estate, in milliseconds: what nobody told of while nobody listened is not gone.
 * `at`: epoch ms of the last time that was counted.
 */
export type WatchedTime = { ms: number; at: number };

/** The store learns that something was told of again only after so long, so that repeats cost no write. */
export const REPORTED_STEP_MS = 6 * 3_600_000;

const KEY = "topology.watched";
/** A longer gap was a sleep, a stop, or a clock that was set: nobody watched. */
const LONGEST_GAP_MS = 5 * 60_000;
/** Counted in steps of this, so that a tick seldom writes it. */
const STEP_MS = 60_000;

export function loadWatchedTime(db: ReadableDb): WatchedTime {
  const stored = valueStatement<[string], string>(db, "SELECT value FROM meta WHERE key = ?").get(KEY);
  if (stored === undefined) return { ms: 0, at: 0 };
  const [ms, at] = JSON.parse(stored) as [number, number];
  return { ms, at };
}

/** Counts on to `now` (epoch ms) and stores it, once a step has passed. */
export function watch(db: WritableDb, watched: WatchedTime, now: number): void {
  const gap = now - watched.at;
  if (gap >= 0 && gap < STEP_MS) return;
  watched.ms += gap >= 0 && gap <= LONGEST_GAP_MS ? gap : 0;
  watched.at = now;
  statement(
    db,
    "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
  ).run(KEY, JSON.stringify([watched.ms, watched.at]));
}

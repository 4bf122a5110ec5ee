import { readProgress } from "../../../electron/engine/store/analysis-state.ts";
import { openReader, type ReadableDb } from "../../../electron/engine/store/database.ts";
import { logHead } from "../../../electron/engine/store/event-log.ts";
import { encodePosition } from "../../../electron/engine/store/position.ts";
import { snapshot } from "../../../electron/engine/store/snapshot.ts";

const LOOK_EVERY_MS = 5;

/** True when everything in the log has been correlated and what came of it is on disk. */
const isSettled = (db: ReadableDb): boolean => readProgress(db).position >= encodePosition(logHead(db));

/**
 * Runs `read` on the first state of the database on which the whole log is correlated.
 * @throws Error when there is none within `withinMs`
 */
export async function onceSettled<T>(db: ReadableDb, read: () => T, withinMs = 600_000): Promise<T> {
  const until = performance.now() + withinMs;
  for (;;) {
    const found = snapshot(db, () => (isSettled(db) ? { value: read() } : undefined));
    if (found !== undefined) return found.value;
    if (performance.now() > until) throw new Error(`the analysis did not come to the end of the log in ${withinMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

/** Waits until everything that an engine acknowledged is committed and correlated, as another process sees it. */
export async function settled(databaseFile: string): Promise<void> {
  const db = openReader(databaseFile);
  try {
    await onceSettled(db, () => undefined);
  } finally {
    db.close();
  }
}

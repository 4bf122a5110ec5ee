import { closeSync, openSync, rmSync, statSync } from "node:fs";

const LOCK_WAIT_MS = 2000;
/** Nobody holds the lock for longer than one write: one that is older was left behind by a crash. */
const LOCK_STALE_MS = 10_000;

/**
 * Does `work` while no other process does anything under the same lock file.
 * @throws when another holds it for two seconds
 */
export function underLock<T>(lock: string, work: () => T): T {
  const giveUpAt = Date.now() + LOCK_WAIT_MS;
  while (!takeLock(lock)) {
    if (Date.now() > giveUpAt) throw new Error(`${lock} is held by another process`);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
  }
  try {
    return work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function takeLock(lock: string): boolean {
  try {
    closeSync(openSync(lock, "wx", 0o600));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    const heldSince = statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - heldSince > LOCK_STALE_MS) rmSync(lock, { force: true });
    return false;
  }
}

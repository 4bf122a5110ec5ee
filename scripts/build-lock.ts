import { mkdirSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const folder = path.resolve(import.meta.dirname, "..", "dist", "building");
/** No build takes this long: the lock was left behind. */
const STALE_MS = 5 * 60_000;

/** One build at a time: tests and `npm start` may ask for it together. */
export async function underBuildLock(work: () => Promise<void>): Promise<void> {
  mkdirSync(path.dirname(folder), { recursive: true });
  while (!take()) await sleep(200);
  try {
    await work();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function take(): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    const since = statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - since > STALE_MS) rmSync(folder, { recursive: true, force: true });
    return false;
  }
}

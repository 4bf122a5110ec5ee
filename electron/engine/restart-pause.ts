const FIRST_MS = 250;
const LONGEST_MS = 30_000;

/** Threads are restarted almost at once, then more slowly, so that a crash loop does not eat the machine. `restarts` counts from 1. */
export const restartPauseMs = (restarts: number): number =>
  Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(restarts - 1, 8));

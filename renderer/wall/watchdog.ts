/** Data older than this while the engine answers means that an update was missed: ask again. */
export const REFETCH_AFTER_MS = 60_000;
/** Still nothing after this: the page itself is stuck, and only a fresh one helps. */
export const RELOAD_AFTER_MS = 600_000;

export type WatchdogAction = "none" | "refetch" | "reload";

/**
 * What to do about data that was last refreshed at `refreshedAt`. Without a connection reloading cannot help, and the page
 * that is there can still say since when; so it waits. `lastRefetchAt` keeps it from asking more than once a minute.
 */
export function watch(connected: boolean, refreshedAt: number, lastRefetchAt: number, now: number): WatchdogAction {
  if (!connected) return "none";
  const age = now - refreshedAt;
  if (age >= RELOAD_AFTER_MS) return "reload";
  return age >= REFETCH_AFTER_MS && now - lastRefetchAt >= REFETCH_AFTER_MS ? "refetch" : "none";
}

const WINDOW_MS = 60_000;
const MAXIMUM_FAILURES = 30;
/** More addresses than this at once are an attack; the oldest are forgotten. */
const MAXIMUM_ADDRESSES = 1000;

/** Counts wrong tokens per address, so that nobody can try them by the million. */
export interface Attempts {
  /** How long this address must wait, in ms; 0 when it may try. */
  waitMs(address: string): number;
  failed(address: string): void;
}

export function createAttempts(now: () => number): Attempts {
  const failures = new Map<string, { count: number; since: number }>();
  const current = (address: string) => {
    const entry = failures.get(address);
    return entry !== undefined && now() - entry.since < WINDOW_MS ? entry : undefined;
  };
  return {
    waitMs(address) {
      const entry = current(address);
      return entry !== undefined && entry.count >= MAXIMUM_FAILURES ? entry.since + WINDOW_MS - now() : 0;
    },
    failed(address) {
      const entry = current(address) ?? { count: 0, since: now() };
      failures.delete(address);
      failures.set(address, { ...entry, count: entry.count + 1 });
      const [oldest] = failures.keys();
      if (failures.size > MAXIMUM_ADDRESSES && oldest !== undefined) failures.delete(oldest);
    },
  };
}

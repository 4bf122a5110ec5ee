/** What happened to one service in one minute. Latencies are kept in buckets that grow by a fifth. */
type Minute = { minute: number; requests: number; failures: number; buckets: Uint32Array };

export type Totals = { requests: number; failures: number; p95Ms: number | null };

const MINUTE_MS = 60_000;
const KEPT_MINUTES = 60;
const BUCKETS = 80;
const SMALLEST_MS = 0.1;
const GROWTH = 1.2;

/** Requests, failures and latencies of services, per minute of the last hour. Bounded in services and in time. */
export interface Statistics {
  /** False when there is no room for another service. */
  add(service: string, endAt: number, durationMs: number, failed: boolean): boolean;
  /** Totals over the minutes that overlap `[from, to]`. */
  over(service: string, from: number, to: number): Totals;
  /** One entry a minute that had requests, oldest first. */
  series(service: string, from: number, to: number): ({ at: number } & Totals)[];
  services(): Iterable<string>;
}

export function createStatistics(maximumServices: number): Statistics {
  const services = new Map<string, (Minute | undefined)[]>();

  const minutesOf = (service: string, from: number, to: number): Minute[] => {
    const ring = services.get(service) ?? [];
    const [first, last] = [Math.floor(from / MINUTE_MS), Math.floor(to / MINUTE_MS)];
    return ring
      .filter((entry) => entry !== undefined && entry.minute >= first && entry.minute <= last)
      .map((entry) => entry!)
      .sort((a, b) => a.minute - b.minute);
  };

  return {
    add(service, endAt, durationMs, failed) {
      let ring = services.get(service);
      if (ring === undefined) {
        if (services.size >= maximumServices) return false;
        services.set(service, (ring = []));
      }
      const minute = Math.floor(endAt / MINUTE_MS);
      const slot = minute % KEPT_MINUTES;
      let entry = ring[slot];
      if (entry === undefined || entry.minute < minute) {
        ring[slot] = entry = { minute, requests: 0, failures: 0, buckets: new Uint32Array(BUCKETS) };
      }
      if (entry.minute > minute) return true; // an hour late: its place is taken
      entry.requests++;
      if (failed) entry.failures++;
      entry.buckets[bucketOf(durationMs)]!++;
      return true;
    },
    over: (service, from, to) => totalsOf(minutesOf(service, from, to)),
    series: (service, from, to) =>
      minutesOf(service, from, to).map((entry) => ({ at: entry.minute * MINUTE_MS, ...totalsOf([entry]) })),
    services: () => services.keys(),
  };
}

function totalsOf(minutes: readonly Minute[]): Totals {
  const buckets = new Uint32Array(BUCKETS);
  let requests = 0;
  let failures = 0;
  for (const entry of minutes) {
    requests += entry.requests;
    failures += entry.failures;
    for (let index = 0; index < BUCKETS; index++) buckets[index]! += entry.buckets[index]!;
  }
  return { requests, failures, p95Ms: requests === 0 ? null : quantileOf(buckets, requests * 0.95) };
}

const bucketOf = (durationMs: number): number =>
  durationMs <= SMALLEST_MS
    ? 0
    : Math.min(BUCKETS - 1, Math.ceil(Math.log(durationMs / SMALLEST_MS) / Math.log(GROWTH)));

/** Upper bound of the bucket in which the `rank`-th request lies. */
function quantileOf(buckets: Uint32Array, rank: number): number {
  let seen = 0;
  const index = buckets.findIndex((count) => (seen += count) >= rank);
  return SMALLEST_MS * GROWTH ** Math.max(0, index);
}

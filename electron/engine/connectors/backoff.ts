import type { Failure } from "../../../shared/domain/source.ts";

const SHORTEST_MS = 1_000;
const LONGEST_MS = 5 * 60_000;

/**
 * How long to wait after the `failures`-th failure in a row (from 0): a random share of a range that doubles ("full jitter",
 * M. Brooker, "Exponential Backoff And Jitter", AWS 2015), five minutes at most, but never shorter than the server asked for.
 * `random` is in [0,1).
 */
export function nextDelayMs(failure: Failure, failures: number, intervalMs: number, random: number): number {
  const range = Math.min(LONGEST_MS, Math.max(SHORTEST_MS, intervalMs) * 2 ** Math.min(failures, 20));
  const asked = failure.message.params.retryAfterMs;
  return Math.max(SHORTEST_MS, Math.round(random * range), typeof asked === "number" ? asked : 0);
}

import type { TextKey } from "../../../shared/strings/index.ts";

const YEAR_2000 = 946_684_800_000;
const DAY_MS = 24 * 60 * 60_000;

/** Seconds, microseconds and nanoseconds, as factors to milliseconds. */
const OTHER_UNITS = [1_000, 1 / 1_000, 1 / 1_000_000];

export type Timestamp = { at: number; problem: TextKey | undefined };

/**
 * A source's timestamp in epoch ms. One that is implausible (before 2000, more than a day ahead) but plausible in
 * another unit is converted; any other implausible one becomes `receivedAt`.
 */
export function timestampOf(given: number, receivedAt: number): Timestamp {
  if (!Number.isFinite(given)) return { at: receivedAt, problem: "ignored.timestampInvalid" };
  const latest = receivedAt + DAY_MS;
  const isPlausible = (at: number): boolean => at >= YEAR_2000 && at <= latest;
  if (isPlausible(given)) return { at: Number.isInteger(given) ? given : Math.trunc(given), problem: undefined };
  for (const factor of OTHER_UNITS) {
    if (isPlausible(given * factor)) return { at: Math.trunc(given * factor), problem: "ignored.timestampUnit" };
  }
  return { at: receivedAt, problem: given > latest ? "ignored.timestampFuture" : "ignored.timestampPast" };
}

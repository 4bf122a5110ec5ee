const FIRST_MS = 250;
const LONGEST_MS = 5_000;

/** Wait before attempt `attempt` (from 0): doubling from 0.25 s to 5 s, with jitter over its upper half. */
export function backOffMs(attempt: number, random: number): number {
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt, 10));
  return Math.round(full / 2 + (full / 2) * random);
}

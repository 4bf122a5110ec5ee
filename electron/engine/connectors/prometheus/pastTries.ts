import { z } from "zod";

/** How often the past of a limit was asked for in vain, and when last (epoch ms). */
const PastTry = z.object({ count: z.int().min(1), at: z.number() });
/** By the key of the limit. */
export const PastTries = z.record(z.string(), PastTry);
export type PastTries = z.infer<typeof PastTries>;

/** The first wait after a failure; each one after it is four times as long: 1, 4, 16, 64 and 256 minutes. */
const FIRST_WAIT_MS = 60_000;
const LONGER = 4;
const MOST_TRIES = 6;

/** Whether it is time to ask; what was asked for in vain too often is asked for no more, since what comes makes up for it. */
export function mayTry(tries: PastTries, key: string, now: number): boolean {
  const before = tries[key];
  if (before === undefined) return true;
  return before.count < MOST_TRIES && now - before.at >= FIRST_WAIT_MS * LONGER ** (before.count - 1);
}

/** Another try has failed. */
export const failed = (tries: PastTries, key: string, now: number): void => {
  tries[key] = { count: (tries[key]?.count ?? 0) + 1, at: now };
};

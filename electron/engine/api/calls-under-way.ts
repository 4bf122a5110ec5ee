import type { Caller } from "../../../shared/domain/session.ts";

/** So many calls of one token may be under way. A desk has some twenty when it opens; who has more is told to ask again. */
export const CALLS_AT_ONCE = 100;

/** By the caller that all connections of one token share. */
const underWay = new WeakMap<Caller, number>();

/** Counts a call in. @returns what counts it out again, or undefined when there are too many */
export function beginCall(caller: Caller): (() => void) | undefined {
  const count = underWay.get(caller) ?? 0;
  if (count >= CALLS_AT_ONCE) return undefined;
  underWay.set(caller, count + 1);
  return () => void underWay.set(caller, (underWay.get(caller) ?? 1) - 1);
}

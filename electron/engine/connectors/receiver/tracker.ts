import type { AlertReport } from "../../../../shared/domain/event.ts";
import type { Ended } from "../connector.ts";

/** Remembers which alerts were delivered, so that one whose sender went away ends when it said it would. */
export interface Tracker {
  readonly size: number;
  /** True once an alert found no more room: then what is tracked is not all that fires. */
  readonly overflowed: boolean;
  /** A delivery is being stored: what it names has neither ended meanwhile, nor is it unknown. Followed by `over`. */
  begin(reports: readonly AlertReport[]): void;
  /** It was stored, and taken by `note`, or it was not. */
  over(reports: readonly AlertReport[]): void;
  /** Takes a committed delivery. `ends[i]` is when `reports[i]` ends. Gives how many found no room. */
  note(reports: readonly AlertReport[], ends: readonly number[]): number;
  /** What has ended; it is given again until `forget` is called with it. */
  ended(now: number): Ended[];
  forget(ended: readonly Ended[]): void;
  /** Handles of everything that has not ended, and of what is being stored. */
  firing(now: number): string[];
}

/** Keeps a handle and a time of each alert, because there may be `limit` of them. */
export function createTracker(limit: number): Tracker {
  const endsAt = new Map<string, number>();
  const underWay = new Set<readonly AlertReport[]>();
  let overflowed = false;

  const named = (): Set<string> => new Set([...underWay].flat().map(({ handle }) => handle));

  const noteOne = ({ handle, state }: AlertReport, at: number): boolean => {
    if (state === "resolved") endsAt.delete(handle);
    else if (endsAt.size >= limit && !endsAt.has(handle)) return false;
    else endsAt.set(handle, at);
    return true;
  };

  return {
    get size() {
      return endsAt.size;
    },
    get overflowed() {
      return overflowed;
    },
    note(reports, ends) {
      let left = 0;
      for (let index = 0; index < reports.length; index++) if (!noteOne(reports[index]!, ends[index]!)) left++;
      overflowed ||= left > 0;
      return left;
    },
    begin: (reports) => void underWay.add(reports),
    over: (reports) => void underWay.delete(reports),
    ended(now) {
      const renewed = named();
      return [...endsAt].flatMap(([handle, at]) => (at <= now && !renewed.has(handle) ? [{ handle, at }] : []));
    },
    forget(ended) {
      for (const { handle, at } of ended) if (endsAt.get(handle) === at) endsAt.delete(handle);
    },
    firing(now) {
      const holding = named();
      for (const [handle, at] of endsAt) if (at > now) holding.add(handle);
      return [...holding];
    },
  };
}

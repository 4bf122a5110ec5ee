import type { AlertReport } from "../../../../shared/domain/event.ts";

/** An alert that fires until `endsAt` unless it is delivered again. The report is kept as JSON, which takes a third of the memory. */
type Tracked = { endsAt: number; packed: string };

/** Remembers which alerts were delivered, so that one whose sender went away ends when it said it would. */
export interface Tracker {
  readonly size: number;
  /** True once an alert found no more room: then what is tracked is not all that fires. */
  readonly overflowed: boolean;
  /** Takes a committed delivery. `ends[i]` is when `reports[i]` ends. Gives how many found no room. */
  note(reports: readonly AlertReport[], ends: readonly number[]): number;
  /** Resolved reports of what has ended; they are given again until `forget` is called with them. */
  ended(now: number): AlertReport[];
  forget(reports: readonly AlertReport[]): void;
  /** Everything that has not ended. */
  firing(now: number): AlertReport[];
}

export function createTracker(limit: number): Tracker {
  const alerts = new Map<string, Tracked>();
  let overflowed = false;

  const noteOne = (report: AlertReport, endsAt: number): boolean => {
    if (report.state === "resolved") return alerts.delete(report.handle) || true;
    const known = alerts.get(report.handle);
    if (known !== undefined) known.endsAt = endsAt;
    else if (alerts.size >= limit) return false;
    else alerts.set(report.handle, { endsAt, packed: JSON.stringify(report) });
    return true;
  };

  return {
    get size() {
      return alerts.size;
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
    ended(now) {
      const over: AlertReport[] = [];
      for (const { endsAt, packed } of alerts.values()) {
        if (endsAt <= now) over.push({ ...unpack(packed), state: "resolved", at: endsAt });
      }
      return over;
    },
    forget(reports) {
      for (const { handle, at } of reports) if (alerts.get(handle)?.endsAt === at) alerts.delete(handle);
    },
    firing: (now) => [...alerts.values()].filter(({ endsAt }) => endsAt > now).map(({ packed }) => unpack(packed)),
  };
}

/** We wrote it ourselves a moment ago, so it is not parsed as something from outside. */
const unpack = (packed: string): AlertReport => JSON.parse(packed) as AlertReport;

import type { Alert } from "../../../shared/domain/alert.ts";

/** Rows per request: the grid asks for the windows that it shows and never for the whole list. */
export const WINDOW = 100;

/** Offsets of the windows that hold rows `first` to `last`, both included, and one ahead when the end is near. */
export function windowsFor(first: number, last: number, total: number): number[] {
  if (total === 0) return [0];
  const from = Math.floor(Math.max(0, Math.min(first, total - 1)) / WINDOW);
  const to = Math.floor(Math.min(last + WINDOW / 4, total - 1) / WINDOW);
  return Array.from({ length: Math.max(1, to - from + 1) }, (_, index) => (from + index) * WINDOW);
}

/** Windows by offset. */
export type Windows = ReadonlyMap<number, readonly Alert[]>;

/** The row at an index, or undefined while its window is loading. */
export const rowAt = (windows: Windows, index: number): Alert | undefined =>
  windows.get(Math.floor(index / WINDOW) * WINDOW)?.[index % WINDOW];

/** What stood on the screen when the feed was paused. */
export type Frozen = { total: number; windows: Windows };

/** The snapshot with the windows that were loaded since, where it had none. */
export function extend(frozen: Frozen, live: Windows): Frozen {
  const missing = [...live].filter(([offset]) => !frozen.windows.has(offset));
  return missing.length === 0 ? frozen : { ...frozen, windows: new Map([...frozen.windows, ...missing]) };
}

/** How many rows are new, gone or different from the snapshot, within the windows that both have. */
export function changesSince(frozen: Frozen, live: Windows, total: number): number {
  let different = 0;
  for (const [offset, rows] of live) {
    const before = frozen.windows.get(offset);
    if (before === undefined) continue;
    const versions = new Map(before.map((alert) => [alert.fingerprint, alert.version]));
    different += rows.filter((alert) => versions.get(alert.fingerprint) !== alert.version).length;
  }
  return Math.max(different, Math.abs(total - frozen.total));
}

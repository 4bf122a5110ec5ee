import type { Alert, Fingerprint } from "../../../shared/domain/alert.ts";
import { MAXIMUM_PER_ACTION } from "../../../shared/domain/outbox.ts";

/** The cursor's row and what is chosen, each with the version that the operator saw. */
export type Selection = { cursor: number; anchor: number; chosen: ReadonlyMap<Fingerprint, number> };

export const NOTHING_CHOSEN: Selection = { cursor: 0, anchor: 0, chosen: new Map() };

type RowAt = (index: number) => Alert | undefined;

/** Moves the cursor; with `extend` everything between anchor and cursor is chosen as well. */
export function moveTo(selection: Selection, index: number, total: number, extend: boolean, rowAt: RowAt): Selection {
  const cursor = Math.max(0, Math.min(index, total - 1));
  if (!extend) return { ...selection, cursor, anchor: cursor };
  const chosen = new Map(selection.chosen);
  for (let row = Math.min(selection.anchor, cursor); row <= Math.max(selection.anchor, cursor); row += 1) {
    const alert = rowAt(row);
    if (alert !== undefined && chosen.size < MAXIMUM_PER_ACTION) chosen.set(alert.fingerprint, alert.version);
  }
  return { ...selection, cursor, chosen };
}

/** Chooses the row or lets it go. */
export function toggleRow(selection: Selection, index: number, rowAt: RowAt): Selection {
  const alert = rowAt(index);
  if (alert === undefined) return selection;
  const chosen = new Map(selection.chosen);
  if (!chosen.delete(alert.fingerprint) && chosen.size < MAXIMUM_PER_ACTION)
    chosen.set(alert.fingerprint, alert.version);
  return { cursor: index, anchor: index, chosen };
}

/** What an action is about: the chosen rows, or the one at the cursor when none is chosen. */
export function subjectsOf(selection: Selection, rowAt: RowAt): { fingerprint: Fingerprint; seenVersion: number }[] {
  if (selection.chosen.size > 0)
    return [...selection.chosen].map(([fingerprint, seenVersion]) => ({ fingerprint, seenVersion }));
  const alert = rowAt(selection.cursor);
  return alert === undefined ? [] : [{ fingerprint: alert.fingerprint, seenVersion: alert.version }];
}

import { leaveToSources, writeAcknowledgement } from "../ingest/acknowledgement.ts";
import type { KnownAlert } from "../ingest/alert-index.ts";
import type { WritableDb } from "../store/database.ts";
import { type OutboxRow, siblingsOf } from "../store/outbox.ts";

/** What one item of several says of them all, first match: what needs a person, then what waits. */
const TELLING = ["conflict", "failed", "queued", "sent"] as const;

/**
 * Shows where an acknowledgement stands: an alert that its source knows under several handles has an item for each, and
 * counts as acknowledged only when all of them are confirmed. What was taken back or dropped is left to what sources show.
 */
export function showStanding(db: WritableDb, alert: KnownAlert, item: OutboxRow, now: number): void {
  const items = siblingsOf(db, item);
  const telling = TELLING.find((state) => items.some((each) => each.state === state));
  if (telling === undefined && items.some(({ state }) => state !== "confirmed")) return leaveToSources(db, alert, now);
  const state = telling ?? "confirmed";
  if (state === "confirmed") alert.acknowledgedThrough = item.sourceId;
  writeAcknowledgement(db, alert, { state, by: item.by, at: now, until: firstEnd(items) });
}

/** When the first of them ends; null when none is known to. */
function firstEnd(items: readonly OutboxRow[]): number | null {
  const ends = items.flatMap(({ state, until }) => (state === "undone" || until === null ? [] : [until]));
  return ends.length === 0 ? null : Math.min(...ends);
}

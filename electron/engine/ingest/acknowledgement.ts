import type { Muting } from "../../../shared/domain/event.ts";
import { type Acknowledgement, NOT_ACKNOWLEDGED } from "../../../shared/domain/outbox.ts";
import { setAcknowledgement } from "../store/alerts.ts";
import type { WritableDb } from "../store/database.ts";
import type { KnownAlert } from "./alert-index.ts";

/** A list that was read before the source had taken the acknowledgement may arrive so much later. */
const SETTLING_MS = 10_000;

/**
 * Settles where the acknowledgement of an alert stands after a source spoke. Only a source can confirm one or end it;
 * what waits in the outbox, or ended in conflict there, stays as it is until then.
 */
export function settleAcknowledgement(db: WritableDb, alert: KnownAlert, sourceId: string, now: number): void {
  const shown = shownOf(alert);
  if (shown !== undefined) alert.acknowledgedThrough = shown.sourceId;
  writeAcknowledgement(db, alert, acknowledgementIn(alert, shown?.muting, sourceId, now));
}

function acknowledgementIn(
  alert: KnownAlert,
  shown: Muting | undefined,
  sourceId: string,
  now: number,
): Acknowledgement {
  const current = alert.acknowledgement;
  if (alert.state === "resolved") return NOT_ACKNOWLEDGED;
  if (shown !== undefined) {
    return confirmedBy(shown, current.state === "confirmed" ? current.at : now);
  }
  const ended = mayHaveEnded(alert, sourceId) && now - (current.at ?? 0) > SETTLING_MS;
  return ended ? NOT_ACKNOWLEDGED : current;
}

/**
 * True while an acknowledgement counts as confirmed that no source shows, for the source that it went through: it has
 * ended there, or the source's list is from before it. Such a list has to be looked at even when it says nothing new.
 */
export const mayHaveEnded = (alert: KnownAlert, sourceId: string): boolean =>
  alert.acknowledgement.state === "confirmed" &&
  (alert.acknowledgedThrough ?? sourceId) === sourceId &&
  shownOf(alert) === undefined;

/** What a source shows: one that knows the alert under several handles only when all of them that hold are muted. */
function shownOf({ views }: KnownAlert): { sourceId: string; muting: Muting } | undefined {
  if (!views.some(({ state }) => state === "suppressed")) return undefined;
  const firing = new Set(views.flatMap(({ sourceId, state }) => (state === "firing" ? [sourceId] : [])));
  for (const { sourceId, state, mutings } of views) {
    if (state !== "suppressed" || firing.has(sourceId)) continue;
    const muting = mutings.find(({ kind }) => kind === "acknowledgement");
    if (muting !== undefined) return { sourceId, muting };
  }
  return undefined;
}

/** Where the acknowledgement of an alert stands when nothing of ours is under way: as a source shows it, or nowhere. */
export function leaveToSources(db: WritableDb, alert: KnownAlert, now: number): void {
  const shown = shownOf(alert);
  if (shown !== undefined) alert.acknowledgedThrough = shown.sourceId;
  writeAcknowledgement(db, alert, shown === undefined ? NOT_ACKNOWLEDGED : confirmedBy(shown.muting, now));
}

const confirmedBy = ({ by, until }: Muting, at: number | null): Acknowledgement => ({
  state: "confirmed",
  by: by ?? null,
  at,
  until: until ?? null,
});

/** Stores the acknowledgement when it differs from what is known. */
export function writeAcknowledgement(db: WritableDb, alert: KnownAlert, next: Acknowledgement): void {
  const { state, by, at, until } = alert.acknowledgement;
  if (state === next.state && by === next.by && at === next.at && until === next.until) return;
  alert.acknowledgement = next;
  setAcknowledgement(db, alert.id, next);
}

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
    const at = current.state === "confirmed" ? current.at : now;
    return { state: "confirmed", by: shown.by ?? null, at, until: shown.until ?? null };
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

function shownOf(alert: KnownAlert): { sourceId: string; muting: Muting } | undefined {
  for (const { sourceId, state, mutings } of alert.views) {
    if (state !== "suppressed") continue;
    const muting = mutings.find(({ kind }) => kind === "acknowledgement");
    if (muting !== undefined) return { sourceId, muting };
  }
  return undefined;
}

/** Stores the acknowledgement when it differs from what is known. */
export function writeAcknowledgement(db: WritableDb, alert: KnownAlert, next: Acknowledgement): void {
  const { state, by, at, until } = alert.acknowledgement;
  if (state === next.state && by === next.by && at === next.at && until === next.until) return;
  alert.acknowledgement = next;
  setAcknowledgement(db, alert.id, next);
}

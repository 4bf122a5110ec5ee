import { type Acknowledgement, NOT_ACKNOWLEDGED } from "../../../shared/domain/outbox.ts";
import { setAcknowledgement } from "../store/alerts.ts";
import type { WritableDb } from "../store/database.ts";
import type { KnownAlert } from "./alert-index.ts";

/** A list that was read before the source had taken the acknowledgement may arrive so much later. */
const SETTLING_MS = 10_000;

/**
 * Where the acknowledgement of an alert stands after its sources spoke. Only a source can confirm one or end it;
 * what waits in the outbox, or ended in conflict there, stays as it is until then.
 */
export function acknowledgementIn(alert: KnownAlert, now: number): Acknowledgement {
  const current = alert.acknowledgement;
  if (alert.state === "resolved") return NOT_ACKNOWLEDGED;
  for (const view of alert.views.values()) {
    const muting =
      view.state === "suppressed" ? view.mutings.find(({ kind }) => kind === "acknowledgement") : undefined;
    if (muting === undefined) continue;
    const at = current.state === "confirmed" ? current.at : now;
    return { state: "confirmed", by: muting.by ?? null, at, until: muting.until ?? null };
  }
  const ended = current.state === "confirmed" && now - (current.at ?? 0) > SETTLING_MS;
  return ended ? NOT_ACKNOWLEDGED : current;
}

/** Stores the acknowledgement when it differs from what is known. */
export function writeAcknowledgement(db: WritableDb, alert: KnownAlert, next: Acknowledgement): void {
  const { state, by, at, until } = alert.acknowledgement;
  if (state === next.state && by === next.by && at === next.at && until === next.until) return;
  alert.acknowledgement = next;
  setAcknowledgement(db, alert.id, next);
}

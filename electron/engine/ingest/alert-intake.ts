import type { Alert } from "../../../shared/domain/alert.ts";
import type { AlertReport } from "../../../shared/domain/event.ts";
import type { Scope } from "../../../shared/domain/scope.ts";
import { decide } from "../pipeline/dedupe.ts";
import { fingerprintOf } from "../pipeline/fingerprint.ts";
import { findAlert } from "../store/alerts.ts";
import type { WritableDb } from "../store/database.ts";
import { mayHaveEnded } from "./acknowledgement.ts";
import { endView } from "./alert-end.ts";
import type { KnownAlert, View } from "./alert-index.ts";
import { applyMove } from "./alert-move.ts";
import { knownFromRow, newKnown } from "./alert-rows.ts";
import type { Delivery } from "./delivery.ts";
import type { Draft } from "./draft.ts";
import { entityOf } from "./identity-intake.ts";
import { externalLabelsIn, type IntakeState } from "./intake-state.ts";

/** Counts a report that says just what its source said before, before it is masked. False for any other: that one is news. */
export function countRepeat(
  { alerts }: IntakeState,
  report: AlertReport,
  reportHash: string,
  { sourceId, snapshot, receivedAt, scope }: Delivery,
  draft: Draft,
): boolean {
  const held = alerts.findByHandle(sourceId, report.handle);
  if (held === undefined || held.alert.scope !== scope) return false;
  const { alert: known, view } = held;
  if (view.reportHash !== reportHash || mayHaveEnded(known, sourceId)) return false;
  if (snapshot !== undefined) view.seenIn = snapshot;
  known.lastSeenAt = receivedAt;
  draft.repeat(known);
  draft.count("repeated", scope, sourceId, known.severity, receivedAt);
  return true;
}

/** Takes in a masked report; `reportHash` recognises the same one again. @returns why it was ignored, when it was */
export function takeAlert(
  db: WritableDb,
  known: IntakeState,
  report: AlertReport,
  reportHash: string,
  delivery: Delivery,
  draft: Draft,
): string | undefined {
  const { scope, sourceId, snapshot } = delivery;
  const { handle, state, severity, mutings, at } = report;
  const fingerprint = fingerprintOf(scope, report.name, report.labels, externalLabelsIn(known, scope));
  const found = known.alerts.find(scope, fingerprint) ?? stored(db, scope, fingerprint, draft);
  const other = known.alerts.findByHandle(sourceId, handle);
  if (other !== undefined && other.alert.fingerprint !== fingerprint)
    endView(db, known, other, delivery, draft, delivery.receivedAt);

  const decision = decide(found, { sourceId, handle, state, severity, at, complete: snapshot !== undefined });
  if (decision.kind === "ignored") return decision.reason;
  const view: View = { sourceId, handle, state, mutings, reportHash, seenIn: snapshot ?? 0 };
  // A known alert that begins again: what it is about may have retired meanwhile.
  const entity = () => entityOf(db, known, report, delivery, draft);
  const alert = found ?? newKnown(scope, fingerprint, report, entity());
  if (found !== undefined && decision.kind === "opened") found.entityId = entity();
  applyMove(db, known, { alert, decision, report, view }, delivery, draft);
  return undefined;
}

/** An alert that ended, as its rows have it. */
function stored(db: WritableDb, scope: Scope, fingerprint: Alert["fingerprint"], draft: Draft): KnownAlert | undefined {
  draft.settle(scope, fingerprint);
  const row = findAlert(db, scope, fingerprint);
  return row && knownFromRow(row);
}

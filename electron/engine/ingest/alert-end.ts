import type { AlertReport } from "../../../shared/domain/event.ts";
import { decide } from "../pipeline/dedupe.ts";
import { findAlert } from "../store/alerts.ts";
import type { WritableDb } from "../store/database.ts";
import type { Held, KnownAlert, View } from "./alert-index.ts";
import { applyMove } from "./alert-move.ts";
import type { Ending } from "./delivery.ts";
import type { Draft } from "./draft.ts";
import type { IntakeState } from "./intake-state.ts";

/** A source no longer says under this handle that the alert holds. `since`: when that began, epoch ms. */
export function endView(
  db: WritableDb,
  known: IntakeState,
  { alert, view }: Held,
  ending: Ending,
  draft: Draft,
  since: number,
): void {
  if (view.state === "resolved") return;
  const { sourceId } = ending;
  const { handle } = view;
  const { severity } = alert;
  const at = Math.max(since, alert.startedAt);
  const decision = decide(alert, { sourceId, handle, state: "resolved", severity, at, complete: true });
  if (decision.kind === "ignored") return;
  if (alert.id === 0) draft.flush();
  const report = endOf(db, alert, handle, at);
  const ended: View = { ...view, state: "resolved", mutings: [], reportHash: "" };
  applyMove(db, known, { alert, decision, report, view: ended }, ending, draft);
}

/** The report that its source did not send: what is known of the alert, ended. */
function endOf(
  db: WritableDb,
  { scope, fingerprint, name, severity, summary }: KnownAlert,
  handle: string,
  at: number,
) {
  const stored = findAlert(db, scope, fingerprint);
  const report: AlertReport = {
    kind: "alert",
    handle,
    name,
    state: "resolved",
    severity,
    labels: stored?.labels ?? {},
    summary,
    ...(stored?.description ? { description: stored.description } : {}),
    at,
    mutings: [],
    entity: [],
  };
  return report;
}

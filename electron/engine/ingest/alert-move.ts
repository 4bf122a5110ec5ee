import type { AlertReport } from "../../../shared/domain/event.ts";
import { NOT_ACKNOWLEDGED } from "../../../shared/domain/outbox.ts";
import type { Decision } from "../pipeline/dedupe.ts";
import { endAlert } from "../store/alerts.ts";
import type { WritableDb } from "../store/database.ts";
import { settleAcknowledgement } from "./acknowledgement.ts";
import { noteReported } from "./ageing.ts";
import { type AlertIndex, type KnownAlert, type View, viewsWith } from "./alert-index.ts";
import { transitionOf, writeAlert, writeView } from "./alert-rows.ts";
import type { Ending } from "./delivery.ts";
import type { Draft } from "./draft.ts";
import type { IntakeState } from "./intake-state.ts";

/** What a report did to its alert, when it did anything. */
export type Effective = Exclude<Decision, { kind: "ignored" }>;

/** A report that did something, with what its source says by it. */
export type Move = { alert: KnownAlert; decision: Effective; report: AlertReport; view: View };

/** Moves an alert in memory and puts its rows and log entry into the draft. */
export function applyMove(db: WritableDb, known: IntakeState, move: Move, by: Ending, draft: Draft): void {
  const { alert, decision, report, view } = move;
  const { sourceId, receivedAt } = by;
  // A source that was moved to another scope ends its alerts where they were.
  const { scope } = alert;
  const textChanged = report.state !== "resolved" && alert.summary !== report.summary;
  const before = alert.views;
  remember(known.alerts, move);
  if (decision.kind === "resolved") draft.ended(alert);
  alert.lastSeenAt = receivedAt;
  const write = (wide: boolean) => {
    const isNew = alert.id === 0;
    if (decision.kind === "resolved") endAlert(db, alert, report.at);
    else if (wide) writeAlert(db, alert, { labels: report.labels, description: report.description ?? null });
    writeView(db, alert, view, isNew ? undefined : before, draft);
    settleAcknowledgement(db, alert, sourceId, receivedAt);
  };
  if (decision.kind === "repeated") {
    draft.repeat(alert);
    draft.count("repeated", scope, sourceId, alert.severity, receivedAt);
    draft.after(() => write(textChanged));
    draft.topics.add("alerts");
    return;
  }
  alert.version += 1;
  noteReported(db, known, alert.entityId, { sourceId }, draft);
  if (decision.kind === "opened" || decision.kind === "resolved")
    draft.count(decision.kind, scope, sourceId, alert.severity, receivedAt);
  const body = transitionOf(alert, decision.kind, report);
  draft.log({ scope, sourceId, at: report.at, receivedAt, body }, (position) => {
    alert.position = position;
    write(true);
  });
  draft.topics.add("alerts").add("incidents").add("topology");
}

function remember(alerts: AlertIndex, { alert, decision, report, view }: Move): void {
  alert.state = decision.state;
  if (decision.kind !== "repeated") alert.changedAt = report.at;
  if (report.state !== "resolved") {
    alert.severity = report.severity;
    alert.summary = report.summary;
  }
  if (decision.kind === "opened") {
    alert.startedAt = report.at;
    alert.acknowledgement = NOT_ACKNOWLEDGED;
    alert.views = [view];
    alerts.add(alert);
    return;
  }
  const views = viewsWith(alert.views, view);
  if (decision.kind !== "resolved") return alerts.see(alert, views);
  alerts.remove(alert);
  alert.views = views;
}

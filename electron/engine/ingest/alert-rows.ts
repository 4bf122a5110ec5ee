import type { Alert } from "../../../shared/domain/alert.ts";
import type { EntityId } from "../../../shared/domain/entity.ts";
import type { AlertReport, Labels } from "../../../shared/domain/event.ts";
import type { AlertTransition } from "../../../shared/domain/log.ts";
import { NOT_ACKNOWLEDGED } from "../../../shared/domain/outbox.ts";
import type { Scope } from "../../../shared/domain/scope.ts";
import { addIncidentSource, insertAlert, type KnownAlertRow, removeAlertSource, updateAlert } from "../store/alerts.ts";
import type { WritableDb } from "../store/database.ts";
import type { KnownAlert, View } from "./alert-index.ts";
import type { Draft } from "./draft.ts";

/** What the wide row says beyond what is kept in memory. */
export type AlertTexts = { labels: Labels; description: string | null };

/** An alert that nobody knew; its row is written with its first transition. */
export function newKnown(
  scope: Scope,
  fingerprint: Alert["fingerprint"],
  report: AlertReport,
  entityId: EntityId,
): KnownAlert {
  return {
    id: 0,
    scope,
    fingerprint,
    name: report.name,
    entityId,
    startedAt: report.at,
    version: 0,
    state: "resolved",
    severity: report.severity,
    changedAt: report.at,
    summary: report.summary,
    views: [],
    acknowledgement: NOT_ACKNOWLEDGED,
    repeats: 0,
    lastSeenAt: report.at,
    position: 0,
  };
}

export function knownFromRow(row: KnownAlertRow): KnownAlert {
  const {
    id,
    scope,
    fingerprint,
    name,
    entityId,
    startedAt,
    version,
    state,
    severity,
    changedAt,
    summary,
    lastSeenAt,
    position,
  } = row;
  const views = row.sources.map((view): View => ({ ...view, seenIn: 0 }));
  const acknowledgement = row.acknowledgement.state === "none" ? NOT_ACKNOWLEDGED : row.acknowledgement;
  const known = { id, scope, fingerprint, name, entityId, startedAt, version, state, severity, changedAt, summary };
  return { ...known, views, acknowledgement, repeats: 0, lastSeenAt, position };
}

/** Writes the wide row of an alert that holds, whose id a new one learns here. */
export function writeAlert(db: WritableDb, alert: KnownAlert, texts: AlertTexts): void {
  const {
    scope,
    fingerprint,
    name,
    state,
    severity,
    summary,
    entityId,
    startedAt,
    changedAt,
    lastSeenAt,
    version,
    position,
  } = alert;
  const row = {
    scope,
    fingerprint,
    name,
    state,
    severity,
    summary,
    entityId,
    startedAt,
    changedAt,
    lastSeenAt,
    version,
    position,
    resolvedAt: null,
    ...texts,
  };
  if (alert.id === 0) alert.id = insertAlert(db, row);
  else updateAlert(db, alert.id, row);
}

/**
 * Writes a view of an alert, and takes out those that it has replaced. `before`: the views as they were stored, or undefined for an
 * alert that nobody knew.
 */
export function writeView(
  db: WritableDb,
  alert: KnownAlert,
  view: View,
  before: readonly View[] | undefined,
  draft: Draft,
): void {
  const { sourceId, handle, state, mutings, reportHash } = view;
  const row = { alertId: alert.id, sourceId, handle, state, mutings, reportHash };
  for (const each of before ?? []) {
    if (each.sourceId !== sourceId || alert.views.some((kept) => sameView(kept, each))) continue;
    draft.writeSaid();
    removeAlertSource(db, { alertId: alert.id, sourceId, handle: each.handle });
  }
  if (!alert.views.some((kept) => sameView(kept, view))) return;
  draft.say(row);
  if (before?.every((each) => each.sourceId !== sourceId)) addIncidentSource(db, alert.id, sourceId);
}

const sameView = (one: View, other: View): boolean => one.sourceId === other.sourceId && one.handle === other.handle;

/** What the log says of what has just happened to an alert. */
export function transitionOf(
  alert: KnownAlert,
  kind: AlertTransition["transition"],
  report: AlertReport,
): AlertTransition {
  const { fingerprint, entityId, name, state, severity, summary, startedAt, version } = alert;
  return {
    kind: "alert",
    transition: kind,
    fingerprint,
    entityId,
    name,
    state,
    severity,
    summary,
    labels: report.labels,
    startedAt,
    version,
  };
}

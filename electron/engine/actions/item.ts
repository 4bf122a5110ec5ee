import type { OutboxItem } from "../../../shared/domain/outbox.ts";
import type { OutboxRow } from "../store/outbox.ts";

/** An outbox row as a person sees it. */
export function itemOf(
  row: OutboxRow,
  alert: { fingerprint: string; summary: string },
  sourceName: string,
): OutboxItem {
  return {
    id: row.id,
    scope: row.scope,
    kind: row.kind,
    state: row.state,
    fingerprint: alert.fingerprint,
    alertSummary: alert.summary,
    sourceId: row.sourceId,
    sourceName,
    seenVersion: row.seenVersion,
    by: row.by,
    note: row.note,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    until: row.until,
    effectId: row.effectId,
    attempts: row.attempts,
    nextAttemptAt: row.nextAttemptAt,
    outcome: row.outcome,
  };
}

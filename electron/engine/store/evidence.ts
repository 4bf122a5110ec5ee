import type { MetricSeries } from "../../../shared/domain/timeline.ts";
import type { Message } from "../../../shared/domain/message.ts";
import type { WritableDb } from "./database.ts";
import { statement } from "./statements.ts";

export type EvidenceRow = Omit<MetricSeries, "entityName" | "band"> & { fetchedAt: number };

/** Keeps a metric series with its incident; one of the same key replaces it. */
export function putEvidence(db: WritableDb, incidentId: string, series: EvidenceRow): void {
  statement(
    db,
    `INSERT INTO evidence (incident_id, key, entity_id, source_id, label, unit, threshold, expected_low, expected_high, points, fetched_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (incident_id, key) DO UPDATE SET entity_id = excluded.entity_id, source_id = excluded.source_id,
       label = excluded.label, unit = excluded.unit, threshold = excluded.threshold, expected_low = excluded.expected_low,
       expected_high = excluded.expected_high, points = excluded.points, fetched_at = excluded.fetched_at`,
  ).run(
    incidentId,
    series.key,
    series.entityId,
    series.sourceId,
    series.label,
    series.unit,
    series.threshold,
    series.expected?.low ?? null,
    series.expected?.high ?? null,
    JSON.stringify(series.points),
    series.fetchedAt,
  );
}

/** Keeps why a source gave no metrics for an incident when it was last asked; null: it did. */
export function putEvidenceFailure(
  db: WritableDb,
  incidentId: string,
  sourceId: string,
  failure: { message: Message; at: number } | null,
): void {
  if (failure === null) {
    statement(db, "DELETE FROM evidence_failure WHERE incident_id = ? AND source_id = ?").run(incidentId, sourceId);
    return;
  }
  statement(
    db,
    `INSERT INTO evidence_failure (incident_id, source_id, message, at) VALUES (?, ?, ?, ?)
     ON CONFLICT (incident_id, source_id) DO UPDATE SET message = excluded.message, at = excluded.at`,
  ).run(incidentId, sourceId, JSON.stringify(failure.message), failure.at);
}

import type { EntityId } from "../../../shared/domain/entity.ts";
import type { Labels } from "../../../shared/domain/event.ts";
import type { ReadableDb } from "./database.ts";
import { INCIDENT_OPEN } from "./scale.ts";
import { statement, valueStatement } from "./statements.ts";

/** An alert whose metric is worth showing, through one of the sources that report it. */
export type EvidenceTarget = {
  name: string;
  labels: Labels;
  entityId: EntityId;
  startedAt: number;
  sourceId: string;
  handle: string;
};

/**
 * The first alerts of an incident, one for each name and entity, with every source that reports them: at most `limit` rows.
 * Causes come before effects in time, so the first are the ones that explain.
 */
export function evidenceTargets(db: ReadableDb, incidentId: string, limit: number): EvidenceTarget[] {
  const rows = statement<[string, number], Omit<EvidenceTarget, "labels"> & { labels: string }>(
    db,
    `WITH first AS (
       SELECT min(started_at) AS started_at, id FROM alert WHERE incident_id = ? GROUP BY entity_id, name ORDER BY 1 LIMIT ?
     )
     SELECT a.name, a.labels, a.entity_id AS entityId, a.started_at AS startedAt, s.source_id AS sourceId, min(s.handle) AS handle
     FROM first JOIN alert a ON a.id = first.id JOIN alert_source s ON s.alert_id = a.id
     GROUP BY a.id, s.source_id ORDER BY a.started_at, a.id, s.source_id`,
  ).all(incidentId, limit);
  return rows.map((row) => ({ ...row, labels: JSON.parse(row.labels) as Labels }));
}

/** Incidents that are open, the most urgent first. */
export const openIncidentIds = (db: ReadableDb): string[] =>
  valueStatement<[], string>(db, `SELECT id FROM incident WHERE state = ${INCIDENT_OPEN} ORDER BY priority DESC`).all();

import type { IncidentId } from "../../../shared/domain/incident.ts";
import type { Scopes } from "../../../shared/domain/scope.ts";
import { severityOf } from "../../../shared/domain/severity.ts";
import type { EntityDetail } from "../../../shared/domain/topology.ts";
import type { ReadableDb } from "./database.ts";
import { listed, rowOf } from "./read-query.ts";

type Node = Omit<EntityDetail, "stale" | "aliases" | "attributes" | "usedBy" | "uses" | "alerts" | "changes">;
type Row = Omit<Node, "severity" | "acknowledged" | "incidentIds"> & {
  severity: number | null;
  acknowledged: number | null;
  incidentIds: string | null;
};

const SQL = `
  WITH status AS MATERIALIZED (
    SELECT max(severity) AS severity, count(*) FILTER (WHERE state = 0) AS firing, count(*) FILTER (WHERE state = 1) AS suppressed,
      sum(acknowledgement = 3) > 0 AND sum(state = 0 AND acknowledgement <> 3) = 0 AS acknowledged,
      json_group_array(DISTINCT incident_id) FILTER (WHERE incident_id IS NOT NULL) AS incidents
    FROM alert WHERE state < 2 AND entity_id = @id)
  SELECT e.id, e.scope, e.kind, e.name, e.site, e.grouping AS "group", s.severity, s.acknowledged, s.firing AS firingCount,
    s.suppressed AS suppressedCount, s.incidents AS incidentIds
  FROM entity e CROSS JOIN status s
  WHERE e.id = @id AND e.to_position IS NULL AND e.scope IN (SELECT value FROM json_each(@scopes))`;

/** One entity with what is wrong at it, counted. */
export function nodeOf(db: ReadableDb, scopes: Scopes, id: string): Node | undefined {
  const row = rowOf<Row>(db, SQL, { id, scopes: listed(scopes) });
  return (
    row && {
      ...row,
      severity: row.severity === null ? null : severityOf(row.severity),
      acknowledged: row.acknowledged === 1,
      incidentIds: JSON.parse(row.incidentIds ?? "[]") as IncidentId[],
    }
  );
}

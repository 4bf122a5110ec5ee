import type { EntityKind } from "../../../shared/domain/entity.ts";
import type { IncidentId } from "../../../shared/domain/incident.ts";
import type { Scopes } from "../../../shared/domain/scope.ts";
import { severityOf } from "../../../shared/domain/severity.ts";
import type { TopologyNode } from "../../../shared/domain/topology.ts";
import type { ReadableDb } from "./database.ts";
import { listed, type Parameter, rowsOf } from "./read-query.ts";

/** The map now, or at an instant (epoch ms) with its encoded log position. */
export type Moment = { at: number; position: number } | undefined;

/** What to bind, after all else, in a query that names the moment. */
export const boundTo = (moment: Moment): NonNullable<Moment>[] => (moment === undefined ? [] : [moment]);

/** A condition on rows that carry the positions between which they held. Binds the moment. */
export const heldAt = (alias: string, moment: Moment): string =>
  moment === undefined
    ? `${alias}.to_position IS NULL`
    : `${alias}.from_position <= @position AND (${alias}.to_position IS NULL OR ${alias}.to_position > @position)`;

export type NodeFilter = {
  ids?: readonly string[];
  sites?: readonly string[];
  kinds?: readonly EntityKind[];
  limit: number;
};

type Row = Omit<TopologyNode, "severity" | "acknowledged" | "incidentIds" | "stale"> & {
  severity: number | null;
  acknowledged: number | null;
  incidentIds: string | null;
};

/** Alerts that were active at the moment. Of an alert that came back since then only its last life is known. */
const activeAt = (moment: Moment): string =>
  moment === undefined ? "state < 2" : "started_at <= @at AND (state < 2 OR resolved_at > @at)";

/** Entities with what is wrong at them, the worst first. */
export function nodesOf(
  db: ReadableDb,
  scopes: Scopes,
  { ids, sites, kinds, limit }: NodeFilter,
  moment: Moment,
): Omit<TopologyNode, "stale">[] {
  const parameters: Parameter[] = [];
  const among = (column: string, values: readonly string[] | undefined): string => {
    if (values === undefined || values.length === 0) return "";
    parameters.push(listed(values));
    return `AND ${column} IN (SELECT value FROM json_each(?))`;
  };
  const statusOf = among("entity_id", ids);
  parameters.push(listed(scopes));
  const filters = [among("e.id", ids), among("e.site", sites), among("e.kind", kinds)].join(" ");
  const sql = `
    WITH status AS MATERIALIZED (
      SELECT entity_id, max(severity) AS severity, count(*) FILTER (WHERE state <> 1) AS firing, count(*) FILTER (WHERE state = 1) AS suppressed,
        min(started_at) AS first, sum(acknowledgement = 3) > 0 AND sum(state = 0 AND acknowledgement <> 3) = 0 AS acknowledged,
        json_group_array(DISTINCT incident_id) FILTER (WHERE incident_id IS NOT NULL) AS incidents
      FROM alert WHERE ${activeAt(moment)} ${statusOf} GROUP BY entity_id)
    SELECT e.id, e.scope, e.kind, e.name, e.site, e.grouping AS "group", s.severity, s.acknowledged, coalesce(s.firing, 0) AS firingCount,
      coalesce(s.suppressed, 0) AS suppressedCount, s.first AS firstAlertAt, s.incidents AS incidentIds
    FROM entity e LEFT JOIN status s ON s.entity_id = e.id
    WHERE e.scope IN (SELECT value FROM json_each(?)) AND ${heldAt("e", moment)} ${filters}
    ORDER BY s.severity DESC, e.name, e.id LIMIT ?`;
  return rowsOf<Row>(db, sql, ...parameters, limit, ...boundTo(moment)).map((row) => ({
    ...row,
    severity: row.severity === null ? null : severityOf(row.severity),
    acknowledged: row.acknowledged === 1,
    incidentIds: JSON.parse(row.incidentIds ?? "[]") as IncidentId[],
  }));
}

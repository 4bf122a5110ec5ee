import type { Alert, AlertDetail, AlertSource } from "../../../shared/domain/alert.ts";
import type { Labels } from "../../../shared/domain/event.ts";
import { severityOf } from "../../../shared/domain/severity.ts";
import type { ReadableDb } from "./database.ts";
import { latestEntity } from "./latest-entity.ts";
import { listed, rowOf, rowsOf } from "./read-query.ts";
import { acknowledgementOf, alertStateOf } from "./scale.ts";

/** Ranks of the states in which no source has said that the acknowledgement is in force. */
export const UNACKNOWLEDGED = "(0, 1, 2, 4, 5)";

const COLUMNS = `a.fingerprint, a.scope, a.name, a.state, a.severity, a.summary, a.entity_id AS entityId,
  coalesce(e.name, a.entity_id) AS entityName, coalesce(e.kind, 'other') AS entityKind, e.site,
  a.started_at AS startedAt, a.resolved_at AS resolvedAt, coalesce(n.last_seen_at, a.changed_at) AS lastSeenAt,
  coalesce(n.count, 1) AS count, a.version, a.incident_id AS incidentId,
  (SELECT json_group_array(DISTINCT source_id) FROM alert_source WHERE alert_id = a.id) AS sourceIds,
  a.acknowledgement, a.acknowledged_by AS acknowledgedBy, a.acknowledged_at AS acknowledgedAt, a.acknowledged_until AS acknowledgedUntil,
  p.rule_id AS suppressedBy`;

const JOINED = `LEFT JOIN entity e ON ${latestEntity("a.entity_id")} LEFT JOIN alert_seen n ON n.alert_id = a.id
  LEFT JOIN alert_suppression p ON p.scope = a.scope AND p.fingerprint = a.fingerprint`;

type Row = Omit<Alert, "state" | "severity" | "sourceIds" | "acknowledgement" | "suppressedBy"> & {
  suppressedBy: string | null;
  state: number;
  severity: number;
  sourceIds: string;
  acknowledgement: number;
  acknowledgedBy: string | null;
  acknowledgedAt: number | null;
  acknowledgedUntil: number | null;
};

/** The alerts with these row ids, in their order. The ids must come from a query by the caller's scopes. */
export const alertsByRowId = (db: ReadableDb, ids: readonly number[]): Alert[] =>
  rowsOf<Row>(
    db,
    `SELECT ${COLUMNS} FROM json_each(?) page CROSS JOIN alert a ON a.id = page.value ${JOINED} ORDER BY page.key`,
    listed(ids),
  ).map(toAlert);

/** One alert with all that its sources say. The id must come from a query by the caller's scopes. */
export function alertDetail(db: ReadableDb, rowId: number): AlertDetail {
  const sql = `SELECT ${COLUMNS}, a.description, a.labels FROM alert a ${JOINED} WHERE a.id = ?`;
  const row = rowOf<Row & { description: string | null; labels: string }>(db, sql, rowId);
  if (!row) throw new RangeError(`no alert has row id ${rowId}`);
  const { description, labels, ...rest } = row;
  return { ...toAlert(rest), description, labels: JSON.parse(labels) as Labels, sources: sourcesOf(db, rowId) };
}

function sourcesOf(db: ReadableDb, rowId: number): AlertSource[] {
  const sql = `SELECT s.source_id AS sourceId, coalesce(o.name, s.source_id) AS sourceName, s.handle, s.state, s.mutings
    FROM alert_source s LEFT JOIN source o ON o.id = s.source_id WHERE s.alert_id = ? ORDER BY s.source_id, s.handle`;
  const rows = rowsOf<Omit<AlertSource, "state" | "mutings"> & { state: number; mutings: string }>(db, sql, rowId);
  return rows.map((row) => ({
    ...row,
    state: alertStateOf(row.state),
    mutings: JSON.parse(row.mutings) as AlertSource["mutings"],
  }));
}

function toAlert({
  suppressedBy,
  acknowledgement,
  acknowledgedBy,
  acknowledgedAt,
  acknowledgedUntil,
  ...row
}: Row): Alert {
  return {
    ...row,
    ...(suppressedBy === null ? {} : { suppressedBy }),
    state: alertStateOf(row.state),
    severity: severityOf(row.severity),
    sourceIds: JSON.parse(row.sourceIds) as string[],
    acknowledgement: {
      state: acknowledgementOf(acknowledgement),
      by: acknowledgedBy,
      at: acknowledgedAt,
      until: acknowledgedUntil,
    },
  };
}

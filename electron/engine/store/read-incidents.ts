import type { IncidentCounts, IncidentFilter, IncidentOrder } from "../../../shared/contract/incidents.ts";
import type { Incident } from "../../../shared/domain/incident.ts";
import type { Scopes } from "../../../shared/domain/scope.ts";
import { rankOf, severityOf } from "../../../shared/domain/severity.ts";
import type { ReadableDb } from "./database.ts";
import { noneBySeverity } from "./read-alert-counts.ts";
import { UNACKNOWLEDGED } from "./read-alert-row.ts";
import { incidentsById } from "./read-incident-row.ts";
import { snapshot } from "./snapshot.ts";
import { containing, listed, numberOf, type Parameter, rowsOf, wordsOf } from "./read-query.ts";

export type IncidentPage = { rows: Incident[]; total: number; counts: IncidentCounts };
export type IncidentQuery = { filter: IncidentFilter; order?: IncidentOrder; offset: number; limit: number };
/** Who asks and when: `mine` means owned by `name`, ages and trends are those at `now`. */
export type Asking = { name: string; now: number };

const IN_SCOPES = "i.scope IN (SELECT value FROM json_each(?))";
const RANGES = { open: ["i.state = 0"], resolved: ["i.state = 1"], all: ["i.state = 0", "i.state = 1"] } as const;
const PRIORITY = {
  "i.state = 0": "i.priority DESC, i.opened_at DESC, i.id",
  "i.state = 1": "i.resolved_at DESC, i.id",
} as const;
/** Open incidents are few enough to be sorted. */
const OTHER_ORDERS: Record<Exclude<IncidentOrder, "priority">, string> = {
  newest: "i.opened_at DESC, i.id",
  oldest: "i.opened_at, i.id",
  largest: "i.alert_count DESC, i.id",
};
const NEEDS_SOMEBODY = `EXISTS (SELECT 1 FROM alert WHERE incident_id = i.id AND state = 0 AND acknowledgement IN ${UNACKNOWLEDGED})`;
const MOVES = "i.moving_until > ?";

/** One window: open incidents in the order, then resolved ones, by the time of their end when it is priority. Merged ones are within those that took them. */
export function listIncidents(db: ReadableDb, scopes: Scopes, query: IncidentQuery, asking: Asking): IncidentPage {
  return snapshot(db, () => {
    const { ids, total } = pageOf(db, scopes, query, asking);
    return { rows: incidentsById(db, scopes, ids, asking.now), total, counts: incidentCounts(db, scopes, asking) };
  });
}

function pageOf(
  db: ReadableDb,
  scopes: Scopes,
  { filter, order = "priority", offset, limit }: IncidentQuery,
  asking: Asking,
): { ids: string[]; total: number } {
  const ids: string[] = [];
  let total = 0;
  for (const range of RANGES[filter.state]) {
    const { sql, parameters } = conditionsOf(filter, asking);
    const from = `FROM incident i WHERE ${[range, IN_SCOPES, ...sql].join(" AND ")}`;
    const before = Math.max(0, offset - total);
    if (ids.length < limit) {
      const page = `SELECT i.id ${from} ORDER BY ${order === "priority" ? PRIORITY[range] : OTHER_ORDERS[order]} LIMIT ? OFFSET ?`;
      const rows = rowsOf<{ id: string }>(db, page, listed(scopes), ...parameters, limit - ids.length, before);
      ids.push(...rows.map((row) => row.id));
    }
    total += numberOf(db, `SELECT count(*) AS n ${from}`, listed(scopes), ...parameters);
  }
  return { ids, total };
}

function conditionsOf(filter: IncidentFilter, { name, now }: Asking): { sql: string[]; parameters: Parameter[] } {
  const sql: string[] = [];
  const parameters: Parameter[] = [];
  const add = (condition: string, ...values: Parameter[]) => {
    sql.push(condition);
    parameters.push(...values);
  };
  if (filter.minimumSeverity !== undefined) add("i.severity >= ?", rankOf(filter.minimumSeverity));
  if (filter.unacknowledged) add(NEEDS_SOMEBODY);
  if (filter.mine) add("i.owner = ?", name);
  if (filter.moving) add(MOVES, now);
  if (filter.resolvedSince !== undefined) add("(i.resolved_at IS NULL OR i.resolved_at >= ?)", filter.resolvedSince);
  for (const word of wordsOf(filter.text)) {
    const pattern = containing(word);
    add(MENTIONS, pattern, pattern, pattern, pattern);
  }
  return { sql, parameters };
}

/** Id, owner, a parameter of the headline, or the entity of a cause. */
const MENTIONS = `(i.id LIKE ? ESCAPE '\\' OR i.owner LIKE ? ESCAPE '\\'
  OR EXISTS (SELECT 1 FROM json_each(i.headline, '$.params') WHERE value LIKE ? ESCAPE '\\')
  OR EXISTS (SELECT 1 FROM json_each(i.causes) WHERE value ->> '$.entityName' LIKE ? ESCAPE '\\'))`;

const COUNTS = `
  SELECT severity, count(*) AS open, sum(${NEEDS_SOMEBODY}) AS unacknowledged, sum(owner IS ?) AS mine, sum(coalesce(${MOVES}, 0)) AS moving,
    sum((SELECT count(*) FROM alert WHERE incident_id = i.id AND state < 2)) AS folded
  FROM incident i WHERE i.state = 0 AND ${IN_SCOPES} GROUP BY severity`;

type CountRow = {
  severity: number;
  open: number;
  unacknowledged: number;
  mine: number;
  moving: number;
  folded: number;
};

/** Counts over all open incidents of the scopes, whatever the filter. */
export function incidentCounts(db: ReadableDb, scopes: Scopes, { name, now }: Asking): IncidentCounts {
  const suppressed = "SELECT count(*) AS n FROM alert WHERE scope IN (SELECT value FROM json_each(?)) AND state = 1";
  const suppressedAlerts = numberOf(db, suppressed, listed(scopes));
  const counts = {
    open: 0,
    unacknowledged: 0,
    mine: 0,
    moving: 0,
    foldedAlerts: 0,
    suppressedAlerts,
    bySeverity: noneBySeverity(),
  };
  for (const row of rowsOf<CountRow>(db, COUNTS, name, now, listed(scopes))) {
    counts.open += row.open;
    counts.unacknowledged += row.unacknowledged;
    counts.mine += row.mine;
    counts.moving += row.moving;
    counts.foldedAlerts += row.folded;
    counts.bySeverity[severityOf(row.severity)] = row.open;
  }
  return counts;
}

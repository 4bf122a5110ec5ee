import type { Finding, FindingModel, LogExample, SeriesPoint } from "../../../shared/domain/finding.ts";
import type { FindingFilter, WatchedSeries } from "../../../shared/contract/findings.ts";
import type { Scopes } from "../../../shared/domain/scope.ts";
import type { ReadableDb } from "./database.ts";
import { latestEntity } from "./latest-entity.ts";
import { listed, numberOf, type Parameter, rowOf, rowsOf } from "./read-query.ts";

export type FindingQuery = { offset: number; limit: number; filter: FindingFilter };
export type FindingPage = {
  rows: Finding[];
  total: number;
  watched: { series: number; patterns: number; open: number };
};
export type SeriesQuery = { id: string; from?: number | undefined; to?: number | undefined };

const COLUMNS = `f.id, f.scope, f.kind, f.what, f.subject, f.entity_id AS entityId, f.score, f.since, f.opened_at AS openedAt,
  f.updated_at AS updatedAt, f.ended_at AS endedAt, f.expected, f.low, f.high, f.found, f.place, f.model, f.crossing, f.examples,
  f.dismissed_by AS dismissedBy, f.dismissed_at AS dismissedAt, e.name AS entityName,
  coalesce(s.name, p.template, json_extract(f.examples, '$[0].text'), f.subject) AS label, coalesce(s.unit, '') AS unit`;
const NAMED = `FROM finding f LEFT JOIN entity e ON ${latestEntity("f.entity_id")}
  LEFT JOIN metric_series s ON f.kind <> 'log' AND s.scope = f.scope AND s.id = f.subject
  LEFT JOIN log_pattern p ON f.kind = 'log' AND p.scope = f.scope AND p.id = f.subject`;
const OPEN = "f.ended_at IS NULL AND f.dismissed_at IS NULL";

type Row = Omit<Finding, "model" | "crossing" | "examples"> & {
  model: string;
  crossing: string | null;
  examples: string;
};

const toFinding = (row: Row): Finding => ({
  ...row,
  model: JSON.parse(row.model) as FindingModel | null,
  crossing: row.crossing === null ? null : (JSON.parse(row.crossing) as Finding["crossing"]),
  examples: JSON.parse(row.examples) as LogExample[],
});

/** Whether all that was ever found has to be sorted: of one entity, subject or incident it is little. */
export const isLongFindingQuery = ({ filter }: FindingQuery): boolean =>
  filter.state !== "open" &&
  filter.entityId === undefined &&
  filter.subject === undefined &&
  filter.incidentId === undefined;

/** Findings as filtered, open ones first, then the newest. */
export function listFindings(db: ReadableDb, scopes: Scopes, { offset, limit, filter }: FindingQuery): FindingPage {
  const conditions = ["f.scope IN (SELECT value FROM json_each(?))"];
  const parameters: Parameter[] = [listed(scopes)];
  const add = (condition: string, ...values: Parameter[]): void => {
    conditions.push(condition);
    parameters.push(...values);
  };
  if (filter.state === "open") add(OPEN);
  if (filter.state === "dismissed") add("f.dismissed_at IS NOT NULL");
  if (filter.kind !== undefined) add("f.kind = ?", filter.kind);
  if (filter.entityId !== undefined) add("f.entity_id = ?", filter.entityId);
  if (filter.subject !== undefined) add("f.subject = ?", filter.subject);
  if (filter.incidentId !== undefined) addIncident(add, filter.incidentId);
  const where = conditions.join(" AND ");
  const order = { open: "", all: `(${OPEN}) DESC, `, dismissed: "f.dismissed_at DESC, " }[filter.state];
  const sql = `SELECT ${COLUMNS} ${NAMED} WHERE ${where} ORDER BY ${order}f.opened_at DESC, f.id LIMIT ? OFFSET ?`;
  const rows = rowsOf<Row>(db, sql, ...parameters, limit, offset).map(toFinding);
  const total = numberOf(db, `SELECT count(*) AS n FROM finding f WHERE ${where}`, ...parameters);
  return { rows, total, watched: watched(db, scopes) };
}

const AROUND_MS = 3_600_000;

/**
 * What the alerts of an incident are about, and what that depends on. That something runs out may be known for days: it counts when it
 * lasts into the hour before the incident.
 */
function addIncident(add: (condition: string, ...values: Parameter[]) => void, id: string): void {
  const affected = "SELECT entity_id FROM alert WHERE incident_id = ?";
  add(
    `f.entity_id IN (${affected} UNION SELECT to_id FROM edge WHERE edge.scope = f.scope AND to_position IS NULL AND from_id IN (${affected}))
     AND EXISTS (SELECT 1 FROM incident i WHERE i.id = ? AND i.scope = f.scope
       AND iif(f.kind = 'forecast', coalesce(f.ended_at, i.started_at), f.opened_at) >= i.started_at - ${AROUND_MS} AND f.opened_at <= coalesce(i.resolved_at, f.opened_at))`,
    id,
    id,
    id,
  );
}

function watched(db: ReadableDb, scopes: Scopes): FindingPage["watched"] {
  const count = (table: "metric_series" | "log_pattern"): number =>
    numberOf(db, `SELECT count(*) AS n FROM ${table} WHERE scope IN (SELECT value FROM json_each(?))`, listed(scopes));
  return {
    series: count("metric_series"),
    patterns: count("log_pattern"),
    open: numberOf(db, OPEN_METRICS, listed(scopes)),
  };
}

const OPEN_METRICS = `SELECT count(*) AS n FROM finding f WHERE f.scope IN (SELECT value FROM json_each(?)) AND f.kind = 'metric' AND ${OPEN}`;

/** One finding of these scopes; undefined when there is none. */
export function findFinding(db: ReadableDb, scopes: Scopes, id: string): Finding | undefined {
  const sql = `SELECT ${COLUMNS} ${NAMED} WHERE f.id = ? AND f.scope IN (SELECT value FROM json_each(?))`;
  const row = rowOf<Row>(db, sql, id, listed(scopes));
  return row && toFinding(row);
}

const SHOWN_MS = 6 * 3_600_000;

/** A series with its minutes and what was found on it; undefined when there is none in these scopes. */
export function watchedSeries(
  db: ReadableDb,
  scopes: Scopes,
  { id, from: wantedFrom, to: wantedTo }: SeriesQuery,
): WatchedSeries | undefined {
  type Head = Omit<WatchedSeries, "points" | "findings" | "from" | "to"> & { scope: string; newest: number | null };
  const found = rowOf<Head>(
    db,
    `SELECT s.scope, s.id, s.name, s.unit, s.entity_id AS entityId, e.name AS entityName, s.source_id AS sourceId,
       (SELECT max(at) FROM metric_point WHERE scope = s.scope AND series_id = s.id) AS newest
     FROM metric_series s LEFT JOIN entity e ON ${latestEntity("s.entity_id")}
     WHERE s.scope IN (SELECT value FROM json_each(?)) AND s.id = ?`,
    listed(scopes),
    id,
  );
  if (found === undefined) return undefined;
  const { scope, newest, ...head } = found;
  const to = wantedTo ?? newest ?? 0;
  const from = wantedFrom ?? to - SHOWN_MS;
  const points = rowsOf<SeriesPoint>(
    db,
    `SELECT at, value, expected, low, high, score FROM metric_point WHERE scope = ? AND series_id = ? AND at BETWEEN ? AND ? ORDER BY at`,
    scope,
    id,
    from,
    to,
  );
  const findings = rowsOf<Row>(
    db,
    `SELECT ${COLUMNS} ${NAMED} WHERE f.scope = ? AND f.subject = ? AND f.opened_at <= ? AND coalesce(f.ended_at, ?) >= ?
     ORDER BY f.opened_at DESC LIMIT 200`,
    scope,
    id,
    to + 60_000,
    to,
    from,
  ).map(toFinding);
  return { ...head, from, to, points, findings };
}

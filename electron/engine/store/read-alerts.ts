import type { z } from "zod";
import type { Alert, AlertDetail } from "../../../shared/domain/alert.ts";
import type { Scopes } from "../../../shared/domain/scope.ts";
import { rankOf } from "../../../shared/domain/severity.ts";
import type { AlertFilter, AlertOrder as AlertOrders } from "../../../shared/contract/alerts.ts";
import type { ReadableDb } from "./database.ts";
import { alertDetail, alertsByRowId, UNACKNOWLEDGED } from "./read-alert-row.ts";
import { containing, listed, numberOf, type Parameter, rowOf, rowsOf, wordsOf } from "./read-query.ts";
import { FIRING, SUPPRESSED } from "./scale.ts";

type AlertOrder = z.infer<typeof AlertOrders>;

export type AlertPage = { rows: Alert[]; total: number };
export type AlertQuery = { filter: AlertFilter; order: AlertOrder; offset: number; limit: number };

const ORDERS: Record<AlertOrder, string> = {
  severity: "severity DESC, startedAt DESC, id",
  newest: "startedAt DESC, id",
  oldest: "startedAt, id DESC",
  entity: "entityName, severity DESC, startedAt DESC, id",
  count: "count DESC, id",
};

/** What an order needs beyond the alert's own row. */
const ORDER_COLUMNS: Partial<Record<AlertOrder, string>> = {
  entity:
    ", coalesce((SELECT name FROM entity WHERE id = a.entity_id AND to_position IS NULL), a.entity_id) AS entityName",
  count: ", coalesce((SELECT count FROM alert_seen WHERE alert_id = a.id), 1) AS count",
};

/** True when indexes alone cannot answer, so that the call belongs on the reader worker. */
export const isLongAlertQuery = ({ filter, order }: AlertQuery): boolean =>
  filter.text !== undefined ||
  filter.site !== undefined ||
  filter.incidentId !== undefined ||
  filter.sourceIds.length > 0 ||
  filter.states.includes("resolved") ||
  order === "entity" ||
  order === "count";

/** One window of the alerts that pass the filter, and how many pass. */
export function listAlerts(db: ReadableDb, scopes: Scopes, { filter, order, offset, limit }: AlertQuery): AlertPage {
  const parts = partsOf(scopes, filter);
  if (parts.length === 0) return { rows: [], total: 0 };
  const parameters = parts.flatMap((part) => part.parameters);
  const page = parts.map(
    (part) => `SELECT a.id, a.severity, a.started_at AS startedAt${ORDER_COLUMNS[order] ?? ""} ${part.sql}`,
  );
  const ids = rowsOf<{ id: number }>(
    db,
    `${page.join(" UNION ALL ")} ORDER BY ${ORDERS[order]} LIMIT ? OFFSET ?`,
    ...parameters,
    limit,
    offset,
  );
  const counts = parts.map((part) => `SELECT count(*) AS n ${part.sql}`);
  const total = numberOf(db, `SELECT sum(n) AS n FROM (${counts.join(" UNION ALL ")})`, ...parameters);
  return {
    rows: alertsByRowId(
      db,
      ids.map((row) => row.id),
    ),
    total,
  };
}

type Part = { sql: string; parameters: Parameter[] };

/**
 * One selection per scope and kind of partial index, so that SQLite merges ordered indexes instead of sorting
 * (https://sqlite.org/queryplanner.html, "ORDER BY on compound SELECT").
 */
function partsOf(scopes: Scopes, filter: AlertFilter): Part[] {
  const active = filter.states.filter((state) => state !== "resolved");
  const ranges: string[] = [];
  if (active.length > 0) ranges.push("a.state < 2");
  if (filter.states.includes("resolved")) ranges.push("a.state = 2");
  return scopes.flatMap((scope) =>
    ranges.map((range) => {
      const conditions = conditionsOf(filter, range);
      return {
        sql: `FROM alert a WHERE a.scope = ? AND ${[range, ...conditions.map((part) => part.sql)].join(" AND ")}`,
        parameters: [scope, ...conditions.flatMap((part) => part.parameters)],
      };
    }),
  );
}

function conditionsOf(filter: AlertFilter, range: string): Part[] {
  const parts: Part[] = [];
  const add = (sql: string, ...parameters: Parameter[]) => parts.push({ sql, parameters });
  if (range === "a.state < 2" && !(filter.states.includes("firing") && filter.states.includes("suppressed"))) {
    add("a.state = ?", filter.states.includes("firing") ? FIRING : SUPPRESSED);
  }
  if (filter.severities.length > 0)
    add("a.severity IN (SELECT value FROM json_each(?))", listed(filter.severities.map(rankOf)));
  if (filter.unacknowledged) add(`a.acknowledgement IN ${UNACKNOWLEDGED}`);
  if (filter.entityId !== undefined) add("a.entity_id = ?", filter.entityId);
  if (filter.incidentId !== undefined) add("a.incident_id = ?", filter.incidentId);
  if (filter.sourceIds.length > 0) {
    const reported = range === "a.state < 2" ? "AND state < 2" : "";
    add(
      `a.id IN (SELECT alert_id FROM alert_source WHERE source_id IN (SELECT value FROM json_each(?)) ${reported})`,
      listed(filter.sourceIds),
    );
  }
  if (filter.site !== undefined)
    add("a.entity_id IN (SELECT id FROM entity WHERE to_position IS NULL AND site = ?)", filter.site);
  for (const word of wordsOf(filter.text)) {
    const pattern = containing(word);
    const named = "a.entity_id IN (SELECT id FROM entity WHERE to_position IS NULL AND name LIKE ? ESCAPE '\\')";
    add(`(a.name LIKE ? ESCAPE '\\' OR a.summary LIKE ? ESCAPE '\\' OR ${named})`, pattern, pattern, pattern);
  }
  return parts;
}

export function getAlert(db: ReadableDb, scopes: Scopes, fingerprint: string): AlertDetail | undefined {
  const rowId = alertRowId(db, scopes, fingerprint);
  return rowId === undefined ? undefined : alertDetail(db, rowId);
}

/** The row id of an alert, when it is in these scopes. */
export const alertRowId = (db: ReadableDb, scopes: Scopes, fingerprint: string): number | undefined =>
  rowOf<{ id: number }>(
    db,
    "SELECT id FROM alert WHERE scope IN (SELECT value FROM json_each(?)) AND fingerprint = ?",
    listed(scopes),
    fingerprint,
  )?.id;

/** Those of the fingerprints that are alerts of these scopes. */
export const knownFingerprints = (db: ReadableDb, scopes: Scopes, fingerprints: readonly string[]): Set<string> =>
  new Set(
    rowsOf<{ fingerprint: string }>(
      db,
      "SELECT fingerprint FROM alert WHERE scope IN (SELECT value FROM json_each(?)) AND fingerprint IN (SELECT value FROM json_each(?))",
      listed(scopes),
      listed(fingerprints),
    ).map((row) => row.fingerprint),
  );

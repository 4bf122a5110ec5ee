import type { z } from "zod";
import type { AlertFilter, AlertOrder as AlertOrders } from "../../../shared/contract/alerts.ts";
import type { Scope, Scopes } from "../../../shared/domain/scope.ts";
import { rankOf } from "../../../shared/domain/severity.ts";
import { UNACKNOWLEDGED } from "./read-alert-row.ts";
import { containing, listed, type Parameter, wordsOf } from "./read-query.ts";
import { FIRING, SUPPRESSED } from "./scale.ts";

export type AlertOrder = z.infer<typeof AlertOrders>;

export const ORDERS: Record<AlertOrder, string> = {
  severity: "severity DESC, startedAt DESC, rowId",
  newest: "startedAt DESC, rowId",
  oldest: "startedAt, rowId DESC",
  entity: "entityName, severity DESC, startedAt DESC, rowId",
  count: "count DESC, rowId",
};

/** What an order needs beyond the alert's own row. */
const ORDER_COLUMNS: Partial<Record<AlertOrder, string>> = {
  entity:
    ", coalesce((SELECT name FROM entity WHERE id = a.entity_id ORDER BY from_position DESC LIMIT 1), a.entity_id) AS entityName",
  count: ", coalesce((SELECT count FROM alert_seen WHERE alert_id = a.id), 1) AS count",
};

/** True when the filter asks for what no ordered index has. */
export const needsScan = (filter: AlertFilter): boolean =>
  filter.text !== undefined ||
  filter.site !== undefined ||
  filter.incidentId !== undefined ||
  filter.sourceIds.length > 0;

/** A selection of alerts `a` of one scope, from FROM on, with what to bind. */
export type Part = { scope: Scope; active: boolean; from: string; parameters: Parameter[] };

type Condition = { sql: string; parameters: Parameter[] };

/** As the partial indexes say it. */
const ACTIVE = "a.state < 2";
const RESOLVED_ONES = "a.state = 2";

/**
 * One selection per scope and kind of partial index, so that SQLite merges ordered indexes instead of sorting
 * (https://sqlite.org/queryplanner.html, "ORDER BY on compound SELECT"). `walks`: each alert is asked for its sources in turn.
 */
export function partsOf(scopes: Scopes, filter: AlertFilter, walks = false): Part[] {
  const active = filter.states.filter((state) => state !== "resolved");
  const ranges: string[] = [];
  if (active.length > 0) ranges.push(ACTIVE);
  if (filter.states.includes("resolved")) ranges.push(RESOLVED_ONES);
  return [...new Set(scopes)].flatMap((scope) =>
    ranges.map((range) => {
      const conditions = conditionsOf(filter, range, walks);
      return {
        scope,
        active: range === ACTIVE,
        from: `FROM alert a WHERE a.scope = ? AND ${[range, ...conditions.map((part) => part.sql)].join(" AND ")}`,
        parameters: [scope, ...conditions.flatMap((part) => part.parameters)],
      };
    }),
  );
}

function conditionsOf(filter: AlertFilter, range: string, walks: boolean): Condition[] {
  const parts: Condition[] = [];
  const add = (sql: string, ...parameters: Parameter[]) => parts.push({ sql, parameters });
  if (range === ACTIVE && !(filter.states.includes("firing") && filter.states.includes("suppressed"))) {
    add(`a.state = ${filter.states.includes("firing") ? FIRING : SUPPRESSED}`);
  }
  if (filter.severities.length > 0)
    add("a.severity IN (SELECT value FROM json_each(?))", listed(filter.severities.map(rankOf)));
  if (filter.unacknowledged) add(`a.acknowledgement IN ${UNACKNOWLEDGED}`);
  if (filter.entityId !== undefined) add("a.entity_id = ?", filter.entityId);
  if (filter.incidentId !== undefined) add("a.incident_id = ?", filter.incidentId);
  if (filter.sourceIds.length > 0) {
    const reported = range === ACTIVE ? "AND state < 2" : "";
    const among = `source_id IN (SELECT value FROM json_each(?)) ${reported}`;
    add(
      walks
        ? `EXISTS (SELECT 1 FROM alert_source WHERE alert_id = a.id AND ${among})`
        : `a.id IN (SELECT alert_id FROM alert_source WHERE ${among})`,
      listed(filter.sourceIds),
    );
  }
  if (filter.site !== undefined) {
    const at = "SELECT id FROM entity WHERE to_position IS NULL AND site = ?";
    const active = `SELECT b.id FROM (${at}) e CROSS JOIN alert b ON b.entity_id = e.id AND b.state < 2`;
    add(range === ACTIVE ? `a.id IN (${active})` : `a.entity_id IN (${at})`, filter.site);
  }
  // What is rarest is asked first, as far as length tells, and where most words occur.
  for (const word of wordsOf(filter.text).toSorted((one, other) => other.length - one.length)) {
    const pattern = containing(word);
    const named = "a.entity_id IN (SELECT id FROM entity WHERE to_position IS NULL AND name LIKE ? ESCAPE '\\')";
    add(`(a.summary LIKE ? ESCAPE '\\' OR a.name LIKE ? ESCAPE '\\' OR ${named})`, pattern, pattern, pattern);
  }
  return parts;
}

/** The ids of the parts with what the order needs. */
export function selected(parts: readonly Part[], order: AlertOrder): Condition {
  const selections = parts.map((part) =>
    order === "entity" && part.active ? byEntityName(part) : asFound(part, order),
  );
  return {
    sql: selections.map((selection) => selection.sql).join(" UNION ALL "),
    parameters: selections.flatMap((selection) => selection.parameters),
  };
}

const COLUMNS = "a.id AS rowId, a.severity, a.started_at AS startedAt";

const asFound = ({ from, parameters }: Part, order: AlertOrder) => ({
  sql: `SELECT ${COLUMNS}${ORDER_COLUMNS[order] ?? ""} ${from}`,
  parameters,
});

/** Goes through the entities by name, so that a page needs no sorting of all alerts. */
const byEntityName = ({ scope, from, parameters }: Part) => ({
  sql: `SELECT ${COLUMNS}, e.name AS entityName FROM entity e CROSS JOIN
    ${from.replace(/^FROM /, "")} AND a.entity_id = e.id AND e.scope = ? AND e.to_position IS NULL`,
  parameters: [...parameters, scope],
});

import type { z } from "zod";
import type { AlertFilter, AlertOrder as AlertOrders } from "../../../shared/contract/alerts.ts";
import type { Scope, Scopes } from "../../../shared/domain/scope.ts";
import { rankOf } from "../../../shared/domain/severity.ts";
import { UNACKNOWLEDGED } from "./read-alert-row.ts";
import { alternativesOf, type Condition, type Naming } from "./read-alert-words.ts";
import { listed, type Parameter } from "./read-query.ts";
import { FIRING, SUPPRESSED } from "./scale.ts";

export type AlertOrder = z.infer<typeof AlertOrders>;

export const ORDERS: Record<AlertOrder, string> = {
  severity: "severity DESC, startedAt DESC, rowId",
  newest: "startedAt DESC, rowId",
  oldest: "startedAt, rowId DESC",
  entity: "entityName, severity DESC, startedAt DESC, rowId",
  count: "count DESC, rowId",
};

const COLUMNS = "a.id AS rowId, a.severity, a.started_at AS startedAt";
const OWN = { columns: COLUMNS, join: "" };

/**
 * What an order needs when it is more than the alert's own row. A join keeps its place in the other table, where a subquery seeks
 * anew. The order by count needs so little that the smallest index has it, where ids are in order and the join need not seek.
 */
const BESIDE: Partial<Record<AlertOrder, { columns: string; join: string }>> = {
  entity: {
    columns: `${COLUMNS}, coalesce(e.name, (SELECT name FROM entity WHERE id = a.entity_id ORDER BY from_position DESC LIMIT 1), a.entity_id)
      AS entityName`,
    join: "LEFT JOIN entity e ON e.id = a.entity_id AND e.to_position IS NULL",
  },
  count: {
    columns: "a.id AS rowId, coalesce(n.count, 1) AS count",
    join: "LEFT JOIN alert_seen n ON n.alert_id = a.id",
  },
};

/** True when the filter asks for what no ordered index has. */
export const needsScan = (filter: AlertFilter): boolean =>
  filter.text !== undefined ||
  filter.site !== undefined ||
  filter.incidentId !== undefined ||
  filter.sourceIds.length > 0;

/** A selection of alerts `a` of one scope: what holds for them beyond `inScope`, with what to bind. */
export type Part = { scope: Scope; active: boolean; inScope: string; where: string; parameters: Parameter[] };

const IN_SCOPE = "a.scope = ?";
/** The plus keeps SQLite from walking the scope's index where ids are listed (https://sqlite.org/optoverview.html#uplus). */
const BY_ID = "+a.scope = ?";

/** All active alerts of a scope are read from the smallest index, which SQLite would not choose by itself. */
const fromAlert = ({ where }: Part): string => (where === ACTIVE ? "alert a INDEXED BY alert_active" : "alert a");

/** How many alerts a part selects, as `n`. */
export function counted(part: Part): Condition {
  const { scope, inScope, where, parameters } = part;
  const sql = `SELECT count(*) AS n FROM ${fromAlert(part)} WHERE ${inScope} AND ${where}`;
  return { sql, parameters: [scope, ...parameters] };
}

/** What is known before: `walks`, that each alert is asked for its sources in turn, and which words name entities. */
export type Knowing = { walks: boolean; naming: Naming };

/** As the partial indexes say it. */
const ACTIVE = "a.state < 2";
const RESOLVED_ONES = "a.state = 2";

/**
 * One selection per scope and kind of partial index, so that SQLite merges ordered indexes instead of sorting
 * (https://sqlite.org/queryplanner.html, "ORDER BY on compound SELECT"). What words ask may take two.
 */
export function partsOf(scopes: Scopes, filter: AlertFilter, knowing: Knowing): Part[] {
  const active = filter.states.filter((state) => state !== "resolved");
  const ranges: string[] = [];
  if (active.length > 0) ranges.push(ACTIVE);
  if (filter.states.includes("resolved")) ranges.push(RESOLVED_ONES);
  return [...new Set(scopes)].flatMap((scope) =>
    ranges.flatMap((range) => {
      const conditions = conditionsOf(filter, range, knowing.walks);
      const alternatives = alternativesOf(filter, range, knowing.naming);
      return (alternatives.length > 0 ? alternatives : [undefined]).map((alternative) => {
        const every = alternative === undefined ? conditions : [...conditions, alternative];
        return {
          scope,
          active: range === ACTIVE,
          inScope: alternative?.ids ? BY_ID : IN_SCOPE,
          where: [range, ...every.map((part) => part.sql)].join(" AND "),
          parameters: every.flatMap((part) => part.parameters),
        };
      });
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
  return parts;
}

/** The ids of the parts with what the order needs. `inOrder`: in an order that an index has, for who stops after a page. */
export function selected(parts: readonly Part[], order: AlertOrder, inOrder: boolean): Condition {
  const selections = parts.map((part) =>
    inOrder && order === "entity" && part.active ? byEntityName(part) : asFound(part, order),
  );
  return {
    sql: selections.map((selection) => selection.sql).join(" UNION ALL "),
    parameters: selections.flatMap((selection) => selection.parameters),
  };
}

function asFound(part: Part, order: AlertOrder): Condition {
  const { scope, inScope, where, parameters } = part;
  const { columns, join } = BESIDE[order] ?? OWN;
  const from = order === "count" ? fromAlert(part) : "alert a";
  return {
    sql: `SELECT ${columns} FROM ${from} ${join} WHERE ${inScope} AND ${where}`,
    parameters: [scope, ...parameters],
  };
}

/**
 * Goes through the entities by name, so that a page needs no sorting of all alerts. An entity's alerts are of its scope, because
 * its id is made of that: asking each alert too would read its row.
 */
const byEntityName = ({ scope, where, parameters }: Part): Condition => ({
  sql: `SELECT ${COLUMNS}, e.name AS entityName FROM entity e CROSS JOIN alert a
    WHERE ${where} AND a.entity_id = e.id AND e.scope = ? AND e.to_position IS NULL`,
  parameters: [...parameters, scope],
});

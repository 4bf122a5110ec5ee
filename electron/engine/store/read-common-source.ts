import type { AlertFilter } from "../../../shared/contract/alerts.ts";
import type { Scopes } from "../../../shared/domain/scope.ts";
import type { ReadableDb } from "./database.ts";
import { listed, numberOf } from "./read-query.ts";

/** Sources with so many active alerts are common: a page of theirs is found by walking the list in its order. */
const COMMON = 2_000;

/**
 * True when a filter asks for active alerts of sources that have many of them, and for nothing else that needs a scan. It is
 * then cheaper to look at each alert in turn until the page is full than to gather all alerts of the sources first.
 */
export function asksForCommonSources(db: ReadableDb, filter: AlertFilter): boolean {
  if (filter.sourceIds.length === 0 || filter.states.includes("resolved")) return false;
  const some = `SELECT 1 FROM alert_source WHERE source_id IN (SELECT value FROM json_each(?)) AND state < 2 LIMIT ${COMMON}`;
  return numberOf(db, `SELECT count(*) AS n FROM (${some})`, listed(filter.sourceIds)) === COMMON;
}

/**
 * How many active alerts a single source has, from one index; undefined for a filter that restricts more than that. An alert is
 * active while one of its sources says so, and a source belongs to one scope.
 */
export function countOfSource(db: ReadableDb, scopes: Scopes, filter: AlertFilter): number | undefined {
  const { sourceIds, severities, states, unacknowledged, entityId } = filter;
  const [only, ...others] = sourceIds;
  const restrictsMore = severities.length > 0 || unacknowledged || entityId !== undefined;
  const both = states.includes("firing") && states.includes("suppressed");
  if (only === undefined || others.length > 0 || restrictsMore || !both) return undefined;
  const sql = `SELECT count(*) AS n FROM alert_source
    WHERE source_id = (SELECT id FROM source WHERE id = ? AND scope IN (SELECT value FROM json_each(?))) AND state < 2`;
  return numberOf(db, sql, only, listed(scopes));
}

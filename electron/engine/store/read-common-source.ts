import type { AlertFilter } from "../../../shared/contract/alerts.ts";
import type { Scopes } from "../../../shared/domain/scope.ts";
import type { ReadableDb } from "./database.ts";
import { listed, numberOf } from "./read-query.ts";
import { FIRING, SUPPRESSED } from "./scale.ts";

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
 * How many alerts are active by a source, an SQL expression by the source's id: each once, under however many handles the source
 * knows it. Asked for one state after the other, because within one the index has the alerts in order and none has to be remembered.
 */
export const activeOf = (sourceId: string): string => {
  const once = (state: number): string =>
    `SELECT count(DISTINCT alert_id) FROM alert_source s WHERE source_id = ${sourceId} AND state = ${state} AND state < 2`;
  const fires = `SELECT 1 FROM alert_source WHERE alert_id = s.alert_id AND source_id = s.source_id AND state = ${FIRING}`;
  return `(${once(FIRING)}) + (${once(SUPPRESSED)} AND NOT EXISTS (${fires}))`;
};

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
  const sql = `SELECT ${activeOf("source.id")} AS n FROM source WHERE id = ? AND scope IN (SELECT value FROM json_each(?))`;
  return numberOf(db, sql, only, listed(scopes));
}

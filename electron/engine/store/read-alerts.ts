import type { Alert, AlertDetail } from "../../../shared/domain/alert.ts";
import type { Scopes } from "../../../shared/domain/scope.ts";
import type { AlertFilter } from "../../../shared/contract/alerts.ts";
import type { ReadableDb } from "./database.ts";
import { type AlertOrder, counted, needsScan, ORDERS, type Part, partsOf, selected } from "./read-alert-filter.ts";
import { namingOf } from "./read-alert-words.ts";
import { alertDetail, alertsByRowId } from "./read-alert-row.ts";
import { asksForCommonSources, countOfSource } from "./read-common-source.ts";
import { listed, numberOf, rowOf, rowsOf } from "./read-query.ts";
import { snapshot } from "./snapshot.ts";

export type AlertPage = { rows: Alert[]; total: number };
export type AlertQuery = { filter: AlertFilter; order: AlertOrder; offset: number; limit: number };

/** True when indexes alone cannot answer, so that the call belongs on the reader worker. */
export const isLongAlertQuery = ({ filter, order }: AlertQuery): boolean =>
  needsScan(filter) || filter.states.includes("resolved") || order === "entity" || order === "count";

/** One window of the alerts that pass the filter, and how many pass. */
export function listAlerts(db: ReadableDb, scopes: Scopes, query: AlertQuery): AlertPage {
  return snapshot(db, () => {
    const { filter } = query;
    const walks = !needsScan({ ...filter, sourceIds: [] }) && asksForCommonSources(db, filter);
    const parts = partsOf(scopes, filter, { walks, naming: namingOf(db, filter) });
    if (parts.length === 0) return { rows: [], total: 0 };
    const page =
      needsScan(filter) && !walks
        ? pageByScan(db, parts, query)
        : pageByIndex(db, parts, query, walks ? countOfSource(db, scopes, filter) : undefined);
    return { rows: alertsByRowId(db, page.ids), total: page.total };
  });
}

type Page = { ids: number[]; total: number };

/** Ordered indexes give the page and stop; the count, unless it is known, reads an index alone. */
function pageByIndex(
  db: ReadableDb,
  parts: readonly Part[],
  { order, offset, limit }: AlertQuery,
  total: number | undefined,
): Page {
  const { sql, parameters } = selected(parts, order, true);
  const page = `${sql} ORDER BY ${ORDERS[order]} LIMIT ? OFFSET ?`;
  return {
    ids: rowsOf<{ rowId: number }>(db, page, ...parameters, limit, offset).map((row) => row.rowId),
    total: total ?? countOf(db, parts),
  };
}

function countOf(db: ReadableDb, parts: readonly Part[]): number {
  const counts = parts.map(counted);
  const all = counts.map(({ sql }) => sql).join(" UNION ALL ");
  return numberOf(db, `SELECT sum(n) AS n FROM (${all})`, ...counts.flatMap(({ parameters }) => parameters));
}

/** Every alert that passes is looked at anyway, so once is enough for page and count. */
function pageByScan(db: ReadableDb, parts: readonly Part[], { order, offset, limit }: AlertQuery): Page {
  const { sql, parameters } = selected(parts, order, false);
  const hits = `WITH hits AS MATERIALIZED (${sql})`;
  const page = `${hits} SELECT rowId, (SELECT count(*) FROM hits) AS total FROM hits ORDER BY ${ORDERS[order]} LIMIT ? OFFSET ?`;
  const rows = rowsOf<{ rowId: number; total: number }>(db, page, ...parameters, limit, offset);
  const beyond = rows.length === 0 && offset > 0;
  const total = beyond ? numberOf(db, `${hits} SELECT count(*) AS n FROM hits`, ...parameters) : (rows[0]?.total ?? 0);
  return { ids: rows.map((row) => row.rowId), total };
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

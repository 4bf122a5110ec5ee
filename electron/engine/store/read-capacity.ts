import type { CapacityDetail, CapacityRow } from "../../../shared/contract/capacity.ts";
import type { ForecastMade } from "../../../shared/domain/forecast.ts";
import type { Scopes } from "../../../shared/domain/scope.ts";
import type { ReadableDb } from "./database.ts";
import { latestEntity } from "./latest-entity.ts";
import { listed, numberOf, type Parameter, rowOf, rowsOf } from "./read-query.ts";

export type CapacityQuery = { offset: number; limit: number; entityId?: string | undefined };
export type CapacityPage = { rows: CapacityRow[]; total: number; limited: number; short: number };

const COLUMNS = `c.body, s.name, s.unit, s.source_id AS sourceId, e.name AS entityName, f.id AS findingId,
  f.dismissed_by AS dismissedBy, f.dismissed_at AS dismissedAt`;
const NAMED = `FROM series_forecast c JOIN metric_series s ON s.scope = c.scope AND s.id = c.series_id
  LEFT JOIN entity e ON ${latestEntity("c.entity_id")}
  LEFT JOIN finding f ON f.scope = c.scope AND f.subject = c.series_id AND f.kind = 'forecast' AND f.ended_at IS NULL`;
const IN_SCOPES = "scope IN (SELECT value FROM json_each(?))";
/** What is at its limit, then by the time that is left, then by how likely it is to run out at all. */
const ORDER = `c.reached_at IS NULL, iif(c.reached_at IS NULL, coalesce(c.likely_at, ${Number.MAX_SAFE_INTEGER}), 0),
  coalesce(c.probability, -1) DESC, s.name, c.series_id`;

type Row = Omit<CapacityRow, keyof ForecastMade> & { body: string };

const toRow = ({ body, ...row }: Row): CapacityRow => ({ ...(JSON.parse(body) as ForecastMade), ...row });

/** Series with a limit by the time that is left. */
export function listCapacity(db: ReadableDb, scopes: Scopes, { offset, limit, entityId }: CapacityQuery): CapacityPage {
  const where = `c.${IN_SCOPES}${entityId === undefined ? "" : " AND c.entity_id = ?"}`;
  const parameters: Parameter[] = [listed(scopes), ...(entityId === undefined ? [] : [entityId])];
  const sql = `SELECT ${COLUMNS} ${NAMED} WHERE ${where} ORDER BY ${ORDER} LIMIT ? OFFSET ?`;
  const short = `SELECT count(*) AS n FROM finding WHERE ${IN_SCOPES} AND kind = 'forecast' AND ended_at IS NULL AND dismissed_at IS NULL`;
  const limited = `SELECT count(*) AS n FROM metric_series WHERE ${IN_SCOPES} AND limit_bound IS NOT NULL`;
  return {
    rows: rowsOf<Row>(db, sql, ...parameters, limit, offset).map(toRow),
    total: numberOf(db, `SELECT count(*) AS n FROM series_forecast c WHERE ${where}`, ...parameters),
    limited: numberOf(db, limited, listed(scopes)),
    short: numberOf(db, short, listed(scopes)),
  };
}

/** One series with the end of its history and its forecast; undefined when there is none in these scopes. */
export function findCapacity(db: ReadableDb, scopes: Scopes, seriesId: string): CapacityDetail | undefined {
  const sql = `SELECT c.course, ${COLUMNS} ${NAMED} WHERE c.${IN_SCOPES} AND c.series_id = ?`;
  const found = rowOf<Row & { course: string }>(db, sql, listed(scopes), seriesId);
  if (found === undefined) return undefined;
  const { course, ...row } = found;
  return { ...toRow(row), ...(JSON.parse(course) as Pick<ForecastMade, "history" | "course">) };
}

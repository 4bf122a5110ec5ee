import type { Scopes } from "../../../shared/domain/scope.ts";
import { Severity, severityOf } from "../../../shared/domain/severity.ts";
import type { ReadableDb } from "./database.ts";
import { activeOf } from "./read-common-source.ts";
import { listed, rowsOf } from "./read-query.ts";

export type AlertCounts = {
  firing: number;
  suppressed: number;
  bySeverity: Record<Severity, number>;
  bySource: Record<string, number>;
};

/** Active alerts by state, severity (firing and suppressed) and source. */
export function alertCounts(db: ReadableDb, scopes: Scopes): AlertCounts {
  const counts: AlertCounts = { firing: 0, suppressed: 0, bySeverity: noneBySeverity(), bySource: {} };
  // Grouped by scope and severity as the index is ordered; grouping by state too would sort 50,000 rows.
  const sql = `SELECT severity, count(*) FILTER (WHERE state = 0) AS firing, count(*) FILTER (WHERE state = 1) AS suppressed
    FROM alert INDEXED BY alert_active_severity WHERE scope = ? AND state < 2 GROUP BY severity`;
  for (const scope of new Set(scopes)) {
    for (const row of rowsOf<{ severity: number; firing: number; suppressed: number }>(db, sql, scope)) {
      counts.firing += row.firing;
      counts.suppressed += row.suppressed;
      counts.bySeverity[severityOf(row.severity)] += row.firing + row.suppressed;
    }
  }
  for (const row of bySource(db, scopes)) counts.bySource[row.sourceId] = row.count;
  return counts;
}

const bySource = (db: ReadableDb, scopes: Scopes) =>
  rowsOf<{ sourceId: string; count: number }>(
    db,
    `SELECT id AS sourceId, ${activeOf("source.id")} AS count FROM source
     WHERE scope IN (SELECT value FROM json_each(?)) AND removed_at IS NULL`,
    listed(scopes),
  );

export const noneBySeverity = (): Record<Severity, number> =>
  Object.fromEntries(Severity.options.map((severity) => [severity, 0])) as Record<Severity, number>;

export type AlertRate = { startsAt: number; bucketMs: number; counts: number[] };
export type RateQuery = { bucketMinutes: number; buckets: number };

const MINUTE = 60_000;

/** Beyond a day of minutes the call belongs on the reader worker. */
export const isLongRateQuery = ({ bucketMinutes, buckets }: RateQuery): boolean => bucketMinutes * buckets > 1440;

/** Alerts opened per bucket, oldest first; the last bucket holds `now` (epoch ms) and is still filling. */
export function alertRate(
  db: ReadableDb,
  scopes: Scopes,
  { bucketMinutes, buckets, now }: RateQuery & { now: number },
): AlertRate {
  const first = (Math.floor(Math.floor(now / MINUTE) / bucketMinutes) - buckets + 1) * bucketMinutes;
  const sql = `SELECT CAST((minute - ?) / ? AS INTEGER) AS bucket, sum(opened) AS opened FROM alert_minute
    WHERE scope IN (SELECT value FROM json_each(?)) AND minute >= ? AND minute < ? GROUP BY 1`;
  const end = first + bucketMinutes * buckets;
  const counts = Array.from({ length: buckets }, () => 0);
  for (const row of rowsOf<{ bucket: number; opened: number }>(
    db,
    sql,
    first,
    bucketMinutes,
    listed(scopes),
    first,
    end,
  )) {
    counts[row.bucket] = row.opened;
  }
  return { startsAt: first * MINUTE, bucketMs: bucketMinutes * MINUTE, counts };
}

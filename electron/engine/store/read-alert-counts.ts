import type { Scopes } from "../../../shared/domain/scope.ts";
import { rankOf, Severity, severityOf } from "../../../shared/domain/severity.ts";
import type { ReadableDb } from "./database.ts";
import { activeOf } from "./read-common-source.ts";
import { listed, numberOf, rowsOf } from "./read-query.ts";
import { SUPPRESSED } from "./scale.ts";
import { snapshot } from "./snapshot.ts";

export type AlertCounts = {
  firing: number;
  suppressed: number;
  bySeverity: Record<Severity, number>;
  bySource: Record<string, number>;
};

const SUPPRESSED_ONES = `SELECT count(*) AS n FROM alert WHERE scope = ? AND state = ${SUPPRESSED}`;
/** Counted one after the other: to group or to ask each for its state would cost twice as much. */
const BY_SEVERITY = `SELECT value AS severity, (SELECT count(*) FROM alert INDEXED BY alert_active_severity
    WHERE scope = ? AND severity = value AND state < 2) AS active
  FROM json_each('${JSON.stringify(Severity.options.map(rankOf))}')`;

/** Active alerts by state, severity (firing and suppressed) and source. */
export const alertCounts = (db: ReadableDb, scopes: Scopes): AlertCounts => snapshot(db, () => countsNow(db, scopes));

function countsNow(db: ReadableDb, scopes: Scopes): AlertCounts {
  const counts: AlertCounts = { firing: 0, suppressed: 0, bySeverity: noneBySeverity(), bySource: {} };
  for (const scope of new Set(scopes)) {
    const suppressed = numberOf(db, SUPPRESSED_ONES, scope);
    for (const row of rowsOf<{ severity: number; active: number }>(db, BY_SEVERITY, scope)) {
      counts.firing += row.active;
      counts.bySeverity[severityOf(row.severity)] += row.active;
    }
    counts.firing -= suppressed;
    counts.suppressed += suppressed;
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

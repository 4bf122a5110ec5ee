import type { Scopes } from "../../../shared/domain/scope.ts";
import type { Failure, Source, SourceConfig, SourceState } from "../../../shared/domain/source.ts";
import type { ReadableDb } from "./database.ts";
import { listed, rowOf, rowsOf } from "./read-query.ts";

/** A view is stale when its source has not answered well for this many of its intervals. */
const STALE_AFTER_INTERVALS = 3;

type Heartbeat = { enabled: number; lastGoodAt: number | null; intervalMs: number };

/** When the view of a source became stale, in epoch ms; null while it is not. */
export function staleSinceOf({ enabled, lastGoodAt, intervalMs }: Heartbeat, now: number): number | null {
  if (!enabled || lastGoodAt === null) return null;
  const staleAt = lastGoodAt + STALE_AFTER_INTERVALS * intervalMs;
  return now > staleAt ? staleAt : null;
}

export function stateOfSource(source: Heartbeat, now: number): SourceState {
  if (!source.enabled) return "disabled";
  if (source.lastGoodAt === null) return "starting";
  return staleSinceOf(source, now) === null ? "live" : "stale";
}

type Row = Omit<Source, "state" | "staleSince" | "failure" | "ignored" | "canAct"> & {
  enabled: number;
  canAct: number;
  failure: string | null;
  ignored: string;
};

const SOURCES = `
  SELECT id, scope, kind, name, origin, enabled, can_act AS canAct, interval_ms AS intervalMs, last_good_at AS lastGoodAt,
    lag_ms AS lagMs, failure, failure_since AS failureSince, next_poll_at AS nextPollAt, events_in AS eventsIn, about,
    (SELECT json_group_object(reason, count) FROM source_ignored WHERE source_id = source.id) AS ignored,
    (SELECT count(*) FROM alert_source WHERE source_id = source.id AND state = 0 AND state < 2) AS firingAlerts
  FROM source
  WHERE scope IN (SELECT value FROM json_each(?)) AND removed_at IS NULL`;

/** The sources of the scopes with how they fare at `now` (epoch ms), by name. */
export const listSources = (db: ReadableDb, scopes: Scopes, now: number): Source[] =>
  rowsOf<Row>(db, `${SOURCES} ORDER BY name, id`, listed(scopes)).map((row) => fromRow(row, now));

export function getSource(db: ReadableDb, scopes: Scopes, id: string, now: number): Source | undefined {
  const row = rowOf<Row>(db, `${SOURCES} AND id = ?`, listed(scopes), id);
  return row && fromRow(row, now);
}

function fromRow({ enabled, canAct, failure, ignored, ...row }: Row, now: number): Source {
  const heartbeat = { enabled, lastGoodAt: row.lastGoodAt, intervalMs: row.intervalMs };
  return {
    ...row,
    state: stateOfSource(heartbeat, now),
    canAct: canAct === 1,
    staleSince: staleSinceOf(heartbeat, now),
    failure: failure === null ? null : (JSON.parse(failure) as Failure),
    ignored: JSON.parse(ignored) as Record<string, number>,
  };
}

/** Ids of the sources whose view is stale at `now`. */
export function staleSourceIds(db: ReadableDb, scopes: Scopes, now: number): string[] {
  const sql = `SELECT id, enabled, last_good_at AS lastGoodAt, interval_ms AS intervalMs FROM source
    WHERE scope IN (SELECT value FROM json_each(?)) AND removed_at IS NULL`;
  const rows = rowsOf<Heartbeat & { id: string }>(db, sql, listed(scopes));
  return rows.filter((row) => staleSinceOf(row, now) !== null).map((row) => row.id);
}

/** The stored configuration, with references in place of secrets. */
export function sourceConfig(db: ReadableDb, scopes: Scopes, id: string): SourceConfig | undefined {
  const sql = `SELECT id, scope, kind, name, enabled, settings FROM source
    WHERE scope IN (SELECT value FROM json_each(?)) AND id = ? AND removed_at IS NULL`;
  const row = rowOf<Required<Omit<SourceConfig, "enabled" | "settings">> & { enabled: number; settings: string }>(
    db,
    sql,
    listed(scopes),
    id,
  );
  return row && { ...row, enabled: row.enabled === 1, settings: JSON.parse(row.settings) as Record<string, unknown> };
}

/** The scope that a source id belongs to, whoever asks; undefined when nobody has it. Only to decide whether a caller may touch it. */
export const scopeOfSource = (db: ReadableDb, id: string): string | undefined =>
  rowOf<{ scope: string }>(db, "SELECT scope FROM source WHERE id = ? AND removed_at IS NULL", id)?.scope;

/** Is any source configured in these scopes? */
export const hasSources = (db: ReadableDb, scopes: Scopes): boolean =>
  rowOf(
    db,
    "SELECT 1 FROM source WHERE scope IN (SELECT value FROM json_each(?)) AND removed_at IS NULL LIMIT 1",
    listed(scopes),
  ) !== undefined;

import type { EntityId } from "../../../shared/domain/entity.ts";
import type { Labels } from "../../../shared/domain/event.ts";
import type { Scope } from "../../../shared/domain/scope.ts";
import type { SeriesLimit } from "../../../shared/domain/seriesLimit.ts";
import type { ReadableDb, WritableDb } from "./database.ts";
import { statement } from "./statements.ts";

/** A metric of one entity as one source measures it. `lastAt`: epoch ms at which it was last described. */
export type WatchedSeries = {
  scope: Scope;
  id: string;
  sourceId: string;
  entityId: EntityId;
  name: string;
  unit: string;
  labels: Labels;
  limit: SeriesLimit | null;
  lastAt: number;
};

/** Adds a series, or says anew what it measures. */
export function putSeries(db: WritableDb, { labels, limit, ...series }: WatchedSeries): void {
  statement(
    db,
    `INSERT INTO metric_series (scope, id, source_id, entity_id, name, unit, labels, limit_bound, limit_value, last_at)
     VALUES (@scope, @id, @sourceId, @entityId, @name, @unit, @labels, @bound, @limit, @lastAt)
     ON CONFLICT (scope, id) DO UPDATE SET entity_id = excluded.entity_id, unit = excluded.unit, limit_bound = excluded.limit_bound,
       limit_value = excluded.limit_value, last_at = excluded.last_at`,
  ).run({ ...series, labels: JSON.stringify(labels), bound: limit?.bound ?? null, limit: limit?.value ?? null });
}

type Row = Omit<WatchedSeries, "labels" | "limit"> & {
  labels: string;
  bound: SeriesLimit["bound"] | null;
  value: number | null;
};

export const loadSeries = (db: ReadableDb): WatchedSeries[] =>
  statement<[], Row>(
    db,
    `SELECT scope, id, source_id AS sourceId, entity_id AS entityId, name, unit, labels, limit_bound AS bound, limit_value AS value,
       last_at AS lastAt FROM metric_series`,
  )
    .all()
    .map(({ bound, value, ...row }) => ({
      ...row,
      labels: JSON.parse(row.labels) as Labels,
      limit: bound === null || value === null ? null : { bound, value },
    }));

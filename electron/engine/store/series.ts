import type { EntityId } from "../../../shared/domain/entity.ts";
import type { Labels } from "../../../shared/domain/event.ts";
import type { Scope } from "../../../shared/domain/scope.ts";
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
  lastAt: number;
};

/** Adds a series, or says anew what it measures. */
export function putSeries(db: WritableDb, { labels, ...series }: WatchedSeries): void {
  statement(
    db,
    `INSERT INTO metric_series (scope, id, source_id, entity_id, name, unit, labels, last_at)
     VALUES (@scope, @id, @sourceId, @entityId, @name, @unit, @labels, @lastAt)
     ON CONFLICT (scope, id) DO UPDATE SET entity_id = excluded.entity_id, unit = excluded.unit, last_at = excluded.last_at`,
  ).run({ ...series, labels: JSON.stringify(labels) });
}

type Row = Omit<WatchedSeries, "labels"> & { labels: string };

export const loadSeries = (db: ReadableDb): WatchedSeries[] =>
  statement<[], Row>(
    db,
    `SELECT scope, id, source_id AS sourceId, entity_id AS entityId, name, unit, labels, last_at AS lastAt FROM metric_series`,
  )
    .all()
    .map((row) => ({ ...row, labels: JSON.parse(row.labels) as Labels }));

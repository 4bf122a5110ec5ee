import type { Scopes } from "../../../shared/domain/scope.ts";
import type { ReadableDb } from "./database.ts";
import { listed, rowsOf } from "./read-query.ts";
import { staleSourceIds } from "./read-sources.ts";

/** Entities that sources speak of, by an alert that they report or by an edge. */
const spokenOfBy = (sources: string): string => `
  SELECT a.entity_id AS id FROM alert_source s JOIN alert a ON a.id = s.alert_id WHERE s.state < 2 AND s.source_id ${sources}
  UNION SELECT from_id FROM edge WHERE scope IN (SELECT value FROM json_each(@scopes)) AND to_position IS NULL AND source_id ${sources}
  UNION SELECT to_id FROM edge WHERE scope IN (SELECT value FROM json_each(@scopes)) AND to_position IS NULL AND source_id ${sources}`;

const ONLY_STALE = `${spokenOfBy("IN (SELECT value FROM json_each(@stale))")}
  EXCEPT SELECT id FROM (${spokenOfBy("NOT IN (SELECT value FROM json_each(@stale))")})`;

/** Entities of which only stale sources speak, at `now` (epoch ms). Costs nothing while no source is stale. */
export function staleEntityIds(db: ReadableDb, scopes: Scopes, now: number): Set<string> {
  const stale = staleSourceIds(db, scopes, now);
  if (stale.length === 0) return new Set();
  return new Set(
    rowsOf<{ id: string }>(db, ONLY_STALE, { stale: listed(stale), scopes: listed(scopes) }).map((row) => row.id),
  );
}

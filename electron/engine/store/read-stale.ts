import type { Scopes } from "../../../shared/domain/scope.ts";
import type { ReadableDb } from "./database.ts";
import { listed, rowsOf } from "./read-query.ts";
import { staleSourceIds } from "./read-sources.ts";
import { ENTITIES_WITH_ALERTS } from "./read-troubles.ts";

/** Whether a source, of those wanted, says that an alert of an entity holds. */
const isHeld = (entity: string, wanted = ""): string => `EXISTS (
  SELECT 1 FROM alert a INDEXED BY alert_active_entity CROSS JOIN alert_source s ON s.alert_id = a.id
  WHERE a.state < 2 AND a.entity_id = ${entity} AND s.state < 2 ${wanted})`;

const STALE = "(SELECT value FROM json_each(@stale))";
/** An end of the edges that sources tell of. */
const endOf = (end: "from_id" | "to_id", sources: string): string =>
  `SELECT ${end} FROM edge WHERE scope IN (SELECT value FROM json_each(@scopes)) AND to_position IS NULL AND source_id ${sources}`;

/**
 * Entities that a stale source speaks of, by an alert or an edge, and no other. Of an entity with alerts it is asked only whether
 * anybody says that one of them holds, and whether that is another source: if none is, it is a stale one. Where no other source has
 * any alert, as when the network is gone, the first alert of each is enough: a seventh of what gathering them took.
 */
const ONLY_STALE = `
  WITH RECURSIVE troubled(id) AS (${ENTITIES_WITH_ALERTS}),
  speaking(id) AS (
    SELECT (SELECT min(source_id) FROM alert_source WHERE state < 2)
    UNION ALL SELECT (SELECT min(source_id) FROM alert_source WHERE state < 2 AND source_id > speaking.id) FROM speaking WHERE id IS NOT NULL),
  spoken(id) AS (
    SELECT id FROM troubled WHERE id IS NOT NULL AND ${isHeld("troubled.id")}
    UNION ${endOf("from_id", `IN ${STALE}`)} UNION ${endOf("to_id", `IN ${STALE}`)})
  SELECT id FROM spoken
    WHERE NOT ((SELECT count(*) FROM speaking WHERE id NOT IN ${STALE}) AND ${isHeld("spoken.id", `AND s.source_id NOT IN ${STALE}`)})
  EXCEPT ${endOf("from_id", `NOT IN ${STALE}`)} EXCEPT ${endOf("to_id", `NOT IN ${STALE}`)}`;

/** Entities of which only stale sources speak, at `now` (epoch ms). Costs nothing while no source is stale. */
export function staleEntityIds(db: ReadableDb, scopes: Scopes, now: number): Set<string> {
  const stale = staleSourceIds(db, scopes, now);
  if (stale.length === 0) return new Set();
  const bound = { stale: listed(stale), scopes: listed(scopes) };
  return new Set(rowsOf<{ id: string }>(db, ONLY_STALE, bound).map((row) => row.id));
}

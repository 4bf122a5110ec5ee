import type { Alias } from "../../../shared/domain/event.ts";
import type { Scopes } from "../../../shared/domain/scope.ts";
import { AlertFilter } from "../../../shared/contract/alerts.ts";
import type { EntityDetail, TopologyEdge } from "../../../shared/domain/topology.ts";
import type { ReadableDb } from "./database.ts";
import { listAlerts } from "./read-alerts.ts";
import { listChanges } from "./read-changes.ts";
import { nodeOf } from "./read-node.ts";
import { listed, rowOf, rowsOf } from "./read-query.ts";
import { snapshot } from "./snapshot.ts";
import { staleEntityIds } from "./read-stale.ts";

const MAXIMUM_ALERTS = 100;
const MAXIMUM_CHANGES = 20;
const MAXIMUM_EDGES = 200;

/** One entity with its names, neighbours, active alerts and latest changes. */
export function getEntity(db: ReadableDb, scopes: Scopes, id: string, now: number): EntityDetail | undefined {
  return snapshot(db, () => entityNow(db, scopes, id, now));
}

function entityNow(db: ReadableDb, scopes: Scopes, id: string, now: number): EntityDetail | undefined {
  const node = nodeOf(db, scopes, id);
  if (!node) return undefined;
  const alerts = {
    filter: AlertFilter.parse({ entityId: id }),
    order: "severity" as const,
    offset: 0,
    limit: MAXIMUM_ALERTS,
  };
  return {
    ...node,
    stale: staleEntityIds(db, scopes, now).has(id),
    aliases: aliasesOf(db, scopes, id),
    attributes: attributesOf(db, id),
    usedBy: edgesAt(db, scopes, "to_id", "from_id", id),
    uses: edgesAt(db, scopes, "from_id", "to_id", id),
    alerts: listAlerts(db, scopes, alerts).rows,
    changes: listChanges(db, scopes, { entityId: id, offset: 0, limit: MAXIMUM_CHANGES }).rows,
  };
}

const aliasesOf = (db: ReadableDb, scopes: Scopes, id: string): Alias[] =>
  rowsOf<Alias>(
    db,
    `SELECT namespace, value FROM entity_alias
     WHERE entity_id = ? AND to_position IS NULL AND scope IN (SELECT value FROM json_each(?)) ORDER BY namespace, value`,
    id,
    listed(scopes),
  );

function attributesOf(db: ReadableDb, id: string): Record<string, string> {
  const row = rowOf<{ attributes: string }>(
    db,
    "SELECT attributes FROM entity WHERE id = ? AND to_position IS NULL",
    id,
  );
  return JSON.parse(row?.attributes ?? "{}") as Record<string, string>;
}

type End = "from_id" | "to_id";

const edgesAt = (
  db: ReadableDb,
  scopes: Scopes,
  here: End,
  there: End,
  id: string,
): (TopologyEdge & { name: string })[] =>
  rowsOf(
    db,
    `SELECT edge.from_id AS "from", edge.to_id AS "to", edge.origin, max(edge.confidence) AS confidence, coalesce(e.name, edge.${there}) AS name
     FROM edge ${here === "to_id" ? "INDEXED BY edge_reverse" : ""} LEFT JOIN entity e ON e.id = edge.${there} AND e.to_position IS NULL
     WHERE edge.scope IN (SELECT value FROM json_each(?)) AND edge.${here} = ? AND edge.to_position IS NULL
     GROUP BY edge.${there} ORDER BY name LIMIT ${MAXIMUM_EDGES}`,
    listed(scopes),
    id,
  );

import type { EntityKind } from "../../../shared/domain/entity.ts";
import type { Scopes } from "../../../shared/domain/scope.ts";
import type { Topology, TopologyEdge } from "../../../shared/domain/topology.ts";
import type { ReadableDb } from "./database.ts";
import { incidentCore } from "./read-incident.ts";
import { involvedEntities } from "./read-involved.ts";
import { boundTo, heldAt, type Moment, nodesOf } from "./read-node.ts";
import { positionAt } from "./read-position.ts";
import { listed, numberOf, rowsOf } from "./read-query.ts";
import { staleEntityIds } from "./read-stale.ts";

export type TopologyQuery = {
  incidentId?: string | undefined;
  sites: readonly string[];
  kinds: readonly EntityKind[];
  minimumConfidence: number;
  at?: number | undefined;
  limit: number;
  now: number;
};

/** The map as it is, or as it was at `at`; undefined when the incident is not in these scopes. */
export function getTopology(db: ReadableDb, scopes: Scopes, query: TopologyQuery): Topology | undefined {
  const { incidentId, sites, kinds, limit, minimumConfidence, now } = query;
  const moment: Moment = query.at === undefined ? undefined : { at: query.at, position: positionAt(db, query.at) };
  const core = incidentId === undefined ? undefined : incidentCore(db, scopes, incidentId);
  if (incidentId !== undefined && core === undefined) return undefined;
  const involved = core && involvedEntities(db, core).entities.map((entity) => entity.id);
  const found =
    involved?.length === 0
      ? []
      : nodesOf(db, scopes, { ...(involved && { ids: involved }), sites, kinds, limit }, moment);
  const stale = staleEntityIds(db, scopes, now);
  const nodes = found.map((node) => ({ ...node, stale: stale.has(node.id) }));
  const shown = new Set<string>(nodes.map((node) => node.id));
  const edges = edgesOf(db, scopes, { minimumConfidence, ids: involved }, moment).filter(
    (edge) => shown.has(edge.from) && shown.has(edge.to),
  );
  const inScopes = listed(scopes);
  const held = (table: string) =>
    `FROM ${table} t WHERE t.scope IN (SELECT value FROM json_each(?)) AND ${heldAt("t", moment)}`;
  return {
    nodes,
    edges,
    totalNodes: numberOf(db, `SELECT count(*) AS n ${held("entity")}`, inScopes, ...boundTo(moment)),
    totalEdges: numberOf(
      db,
      `SELECT count(*) AS n FROM (SELECT 1 ${held("edge")} GROUP BY t.scope, t.from_id, t.to_id)`,
      inScopes,
      ...boundTo(moment),
    ),
  };
}

/** One edge per pair: the most certain of those that several origins gave. */
const edgesOf = (
  db: ReadableDb,
  scopes: Scopes,
  { minimumConfidence, ids }: { minimumConfidence: number; ids: readonly string[] | undefined },
  moment: Moment,
): TopologyEdge[] =>
  rowsOf<TopologyEdge>(
    db,
    `SELECT from_id AS "from", to_id AS "to", origin, max(confidence) AS confidence FROM edge
     WHERE scope IN (SELECT value FROM json_each(?)) AND ${heldAt("edge", moment)} AND confidence >= ?
       ${ids === undefined ? "" : "AND from_id IN (SELECT value FROM json_each(?))"}
     GROUP BY scope, from_id, to_id`,
    listed(scopes),
    minimumConfidence,
    ...(ids === undefined ? [] : [listed(ids)]),
    ...boundTo(moment),
  );

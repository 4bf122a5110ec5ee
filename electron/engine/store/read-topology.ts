import type { EntityKind } from "../../../shared/domain/entity.ts";
import type { Scopes } from "../../../shared/domain/scope.ts";
import { packTopology, type PackedTopology } from "../../../shared/domain/topology-columns.ts";
import type { ReadableDb } from "./database.ts";
import { incidentCore } from "./read-incident.ts";
import { involvedEntities } from "./read-involved.ts";
import { boundTo, heldAt, type Moment } from "./read-moment.ts";
import { positionAt } from "./read-position.ts";
import { listed, numberOf, type Parameter } from "./read-query.ts";
import { staleEntityIds } from "./read-stale.ts";
import { troublesOf } from "./read-troubles.ts";
import { arrayStatement } from "./statements.ts";
import { type EdgeRow, type EntityRow, TopologyWriter } from "./topology-writer.ts";

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
export function getTopology(db: ReadableDb, scopes: Scopes, query: TopologyQuery): PackedTopology | undefined {
  const { incidentId, limit, minimumConfidence, now } = query;
  const moment: Moment = query.at === undefined ? undefined : { at: query.at, position: positionAt(db, query.at) };
  const core = incidentId === undefined ? undefined : incidentCore(db, scopes, incidentId);
  if (incidentId !== undefined && core === undefined) return undefined;
  const ids = core && involvedEntities(db, core).entities.map((entity) => entity.id);
  const entities = entitiesOf(db, scopes, query, ids, moment);
  const troubles = troublesOf(db, ids, moment, entities.length);
  const found = worstFirst(entities, (id) => troubles.get(id)?.severity ?? -1);
  const writer = new TopologyWriter();
  writer.addEntities(found.slice(0, limit));
  writer.addTroubles(troubles, staleEntityIds(db, scopes, now));
  const pairs = writer.addEdges(edgesOf(db, scopes, ids, moment), minimumConfidence);
  const isWhole = ids === undefined && query.sites.length === 0 && query.kinds.length === 0;
  return packTopology(
    writer.columns({
      totalNodes: isWhole ? found.length : countEntities(db, scopes, moment),
      totalEdges: ids === undefined ? pairs : countPairs(db, scopes, moment),
    }),
  );
}

/** In time that grows with their number alone: most entities have the one rank of those that are calm. */
function worstFirst(rows: readonly EntityRow[], rankOf: (id: string) => number): EntityRow[] {
  const byRank = Map.groupBy(rows, ([id]) => rankOf(id));
  return [...byRank].toSorted(([a], [b]) => b - a).flatMap(([, members]) => members);
}

function entitiesOf(
  db: ReadableDb,
  scopes: Scopes,
  { sites, kinds }: TopologyQuery,
  ids: readonly string[] | undefined,
  moment: Moment,
): EntityRow[] {
  const parameters: Parameter[] = [listed(scopes)];
  const among = (column: string, values: readonly string[] | undefined): string => {
    if (values === undefined) return "";
    parameters.push(listed(values));
    return `AND ${column} IN (SELECT value FROM json_each(?))`;
  };
  const filters = [
    among("e.id", ids),
    among("e.site", sites.length === 0 ? undefined : sites),
    among("e.kind", kinds.length === 0 ? undefined : kinds),
  ].join(" ");
  // By an index each entity would be looked up on its own; almost all of the table is wanted.
  const sql = `SELECT e.id, e.scope, e.kind, e.name, e.site, e.grouping FROM entity e ${ids === undefined ? "NOT INDEXED" : ""}
    WHERE e.scope IN (SELECT value FROM json_each(?)) AND ${heldAt("e", moment)} ${filters}`;
  return arrayStatement<Parameter[], EntityRow>(db, sql).all(...parameters, ...boundTo(moment));
}

function edgesOf(db: ReadableDb, scopes: Scopes, ids: readonly string[] | undefined, moment: Moment): EdgeRow[] {
  const sql = `SELECT from_id, to_id, origin, confidence FROM edge
    WHERE scope IN (SELECT value FROM json_each(?)) AND ${heldAt("edge", moment)}
      ${ids === undefined ? "" : "AND from_id IN (SELECT value FROM json_each(?))"}`;
  const parameters: Parameter[] = [listed(scopes), ...(ids === undefined ? [] : [listed(ids)]), ...boundTo(moment)];
  return arrayStatement<Parameter[], EdgeRow>(db, sql).all(...parameters);
}

const IN_SCOPES = "scope IN (SELECT value FROM json_each(?))";

const countEntities = (db: ReadableDb, scopes: Scopes, moment: Moment): number =>
  numberOf(
    db,
    `SELECT count(*) AS n FROM entity WHERE ${IN_SCOPES} AND ${heldAt("entity", moment)}`,
    listed(scopes),
    ...boundTo(moment),
  );

const countPairs = (db: ReadableDb, scopes: Scopes, moment: Moment): number =>
  numberOf(
    db,
    `SELECT count(*) AS n FROM (SELECT 1 FROM edge WHERE ${IN_SCOPES} AND ${heldAt("edge", moment)} GROUP BY scope, from_id, to_id)`,
    listed(scopes),
    ...boundTo(moment),
  );

import type { EntityKind } from "../../../shared/domain/entity.ts";
import type { Scopes } from "../../../shared/domain/scope.ts";
import {
  packSkeleton,
  type PackedSkeleton,
  packTopology,
  type PackedTopology,
} from "../../../shared/domain/topology-columns.ts";
import type { ReadableDb } from "./database.ts";
import { incidentCore } from "./read-incident.ts";
import { involvedEntities } from "./read-involved.ts";
import { boundTo, heldAt, type Moment } from "./read-moment.ts";
import { positionAt } from "./read-position.ts";
import { listed, numberOf, type Parameter } from "./read-query.ts";
import { staleEntityIds } from "./read-stale.ts";
import { type Trouble, troublesOf } from "./read-troubles.ts";
import { snapshot } from "./snapshot.ts";
import { arrayStatement, valueStatement } from "./statements.ts";
import { type EdgeRow, type EntityRow, SkeletonWriter, troubleColumns } from "./topology-writer.ts";

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
  return snapshot(db, () => topologyOf(db, scopes, query));
}

function topologyOf(db: ReadableDb, scopes: Scopes, query: TopologyQuery): PackedTopology | undefined {
  const { incidentId, now } = query;
  const moment: Moment = query.at === undefined ? undefined : { at: query.at, position: positionAt(db, query.at) };
  const core = incidentId === undefined ? undefined : incidentCore(db, scopes, incidentId);
  if (incidentId !== undefined && core === undefined) return undefined;
  const only = core && involvedEntities(db, core).entities.map((entity) => entity.id);
  const read = (): Skeleton => readSkeleton(db, scopes, query, only, moment);
  const { ids, packed, troubles } =
    only === undefined && moment === undefined ? keptSkeleton(db, scopes, query, read) : read();
  const wrong = troubles ?? troublesOf(db, only, moment, ids.length);
  return packTopology(packed, troubleColumns(ids, wrong, staleEntityIds(db, scopes, now)));
}

/** The map without what is wrong, which is there when it had to be known for the choice of entities. */
type Skeleton = { ids: readonly string[]; packed: PackedSkeleton; troubles?: ReadonlyMap<string, Trouble> };

function readSkeleton(
  db: ReadableDb,
  scopes: Scopes,
  query: TopologyQuery,
  only: readonly string[] | undefined,
  moment: Moment,
): Skeleton {
  const entities = entitiesOf(db, scopes, query, only, moment);
  const troubles = entities.length > query.limit ? troublesOf(db, only, moment, entities.length) : undefined;
  const shown = troubles === undefined ? entities : worstOf(entities, troubles).slice(0, query.limit);
  const writer = new SkeletonWriter();
  writer.addEntities(shown);
  const pairs = writer.addEdges(edgesOf(db, scopes, only, moment), query.minimumConfidence);
  const isWhole = only === undefined && query.sites.length === 0 && query.kinds.length === 0;
  const columns = writer.columns({
    totalNodes: isWhole ? entities.length : countEntities(db, scopes, moment),
    totalEdges: only === undefined ? pairs : countPairs(db, scopes, moment),
  });
  return { ids: columns.entities.id, packed: packSkeleton(columns), ...(troubles && { troubles }) };
}

const worstOf = (rows: readonly EntityRow[], troubles: ReadonlyMap<string, Trouble>): EntityRow[] =>
  rows.toSorted(([a], [b]) => (troubles.get(b)?.severity ?? -1) - (troubles.get(a)?.severity ?? -1));

/** The last whole map of each connection: entities and edges change seldom, and whoever looks at the map asks often. */
const kept = new WeakMap<ReadableDb, { key: string; skeleton: Skeleton }>();

const versionOf = (table: string): string =>
  `(SELECT count(*) || ' ' || count(to_position) || ' ' || coalesce(max(from_position), 0) || ' ' || coalesce(max(to_position), 0)
    FROM ${table} NOT INDEXED)`;
/** What came and what ended has later positions than all before, what was removed is missing from the counts. */
const VERSION = `SELECT ${versionOf("entity")} || ' ' || ${versionOf("edge")} || ' ' || (SELECT total(confidence) FROM edge NOT INDEXED)`;

function keptSkeleton(db: ReadableDb, scopes: Scopes, query: TopologyQuery, read: () => Skeleton): Skeleton {
  const { sites, kinds, minimumConfidence, limit } = query;
  const version = valueStatement<[], string>(db, VERSION).get();
  const key = JSON.stringify([scopes, sites, kinds, minimumConfidence, limit, version]);
  const known = kept.get(db);
  if (known?.key === key) return known.skeleton;
  const skeleton = read();
  // One that depends on what is wrong is old with the next alert.
  if (skeleton.troubles === undefined) kept.set(db, { key, skeleton });
  return skeleton;
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

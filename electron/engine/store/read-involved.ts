import { EntityKind } from "../../../shared/domain/entity.ts";
import type { Cause, InvolvedEdge, InvolvedEntity, SuspectChange } from "../../../shared/domain/incident.ts";
import type { Scope } from "../../../shared/domain/scope.ts";
import { severityOf } from "../../../shared/domain/severity.ts";
import type { ReadableDb } from "./database.ts";
import { latestEntity } from "./latest-entity.ts";
import { membersFrom } from "./read-members.ts";
import { litEdges } from "./read-lit.ts";
import { listed, rowsOf } from "./read-query.ts";

/** More would not fit a map that explains one incident. */
const MAXIMUM_MEMBERS = 300;
const MAXIMUM_NEIGHBOURS = 60;

export type Involving = {
  id: string;
  scope: Scope;
  open: boolean;
  causes: readonly Cause[];
  changes: readonly SuspectChange[];
};
export type Involved = { entities: InvolvedEntity[]; edges: InvolvedEdge[] };

/** Entities with alerts of the incident, its causes, and what they depend on or is dependent on them, one hop away. */
export function involvedEntities(db: ReadableDb, incident: Involving): Involved {
  const members = membersOf(db, incident);
  const causeIds = [...new Set(incident.causes.flatMap((cause) => cause.entityId ?? []))];
  const core = [...new Set([...causeIds, ...members.map((member) => member.id as string)])];
  const ids = [...core, ...neighboursOf(db, incident.scope, core)];
  const edges = edgesAmong(db, incident.scope, ids);
  const described = describedBy(db, ids);
  const changeOf = new Map(incident.changes.toReversed().map((change) => [change.entityId as string, change.changeId]));
  const memberById = new Map(members.map((member) => [member.id as string, member]));
  const isCause = new Set<string>(causeIds);
  const entities = ids.map((id): InvolvedEntity => {
    const member = memberById.get(id);
    const role = isCause.has(id) ? "cause" : member ? "effect" : "neighbour";
    return { ...NO_ALERTS, ...(described.get(id) ?? unnamed(id)), ...member, role, changeId: changeOf.get(id) ?? null };
  });
  return {
    entities,
    edges: litEdges(
      edges,
      causeIds,
      members.map((member) => member.id),
    ),
  };
}

type Member = Pick<InvolvedEntity, "id" | "severity" | "acknowledged" | "firstAlertAt" | "alertCount">;
const NO_ALERTS = { severity: null, acknowledged: false, firstAlertAt: null, alertCount: 0 } satisfies Omit<
  Member,
  "id"
>;

function membersOf(db: ReadableDb, { id, open }: Involving): Member[] {
  const worst = open ? "max(a.severity) FILTER (WHERE a.state < 2)" : "max(a.severity)";
  const sql = `SELECT a.entity_id AS id, ${worst} AS severity, min(a.started_at) AS firstAlertAt, count(*) AS alertCount,
      sum(a.acknowledgement = 3) > 0 AND sum(a.state = 0 AND a.acknowledgement <> 3) = 0 AS acknowledged
    ${membersFrom(open)} GROUP BY a.entity_id
    ORDER BY severity DESC, firstAlertAt, id LIMIT ${MAXIMUM_MEMBERS}`;
  type Row = Omit<Member, "severity" | "acknowledged"> & { severity: number | null; acknowledged: number };
  return rowsOf<Row>(db, sql, id).map((row) => ({
    ...row,
    severity: row.severity === null ? null : severityOf(row.severity),
    acknowledged: row.acknowledged === 1,
  }));
}

/** The neighbours with the most certain edges to any of the entities. */
function neighboursOf(db: ReadableDb, scope: Scope, ids: readonly string[]): string[] {
  const sql = `
    WITH core AS MATERIALIZED (SELECT value AS id FROM json_each(@ids)),
    touching AS (
      SELECT to_id AS id, confidence FROM core CROSS JOIN edge ON edge.scope = @scope AND from_id = core.id WHERE to_position IS NULL
      UNION ALL
      SELECT from_id, confidence FROM core CROSS JOIN edge INDEXED BY edge_reverse ON edge.scope = @scope AND to_id = core.id WHERE to_position IS NULL)
    SELECT id FROM touching WHERE id NOT IN (SELECT id FROM core)
    GROUP BY id ORDER BY max(confidence) DESC, count(*) DESC, id LIMIT ${MAXIMUM_NEIGHBOURS}`;
  return rowsOf<{ id: string }>(db, sql, { ids: listed(ids), scope }).map((row) => row.id);
}

/** One edge per pair: the most certain of those that several origins gave. */
const edgesAmong = (db: ReadableDb, scope: Scope, ids: readonly string[]): Omit<InvolvedEdge, "lit">[] =>
  rowsOf(
    db,
    `WITH chosen AS MATERIALIZED (SELECT value AS id FROM json_each(@ids))
     SELECT from_id AS "from", to_id AS "to", origin, max(confidence) AS confidence
     FROM chosen CROSS JOIN edge ON edge.scope = @scope AND from_id = chosen.id
     WHERE to_position IS NULL AND to_id IN (SELECT id FROM chosen) GROUP BY from_id, to_id`,
    { ids: listed(ids), scope },
  );

type Described = Pick<InvolvedEntity, "id" | "name" | "kind" | "site" | "group">;

function describedBy(db: ReadableDb, ids: readonly string[]): Map<string, Described> {
  const sql = `SELECT e.id, e.name, e.kind, e.site, e.grouping AS "group" FROM json_each(?) chosen
    CROSS JOIN entity e ON ${latestEntity("chosen.value")}`;
  return new Map(rowsOf<Described>(db, sql, listed(ids)).map((row) => [row.id, row]));
}

/** An entity that is no longer known keeps its place under its id. */
const unnamed = (id: string): Described => ({
  id: id as Described["id"],
  name: id,
  kind: EntityKind.enum.other,
  site: null,
  group: null,
});

import { z } from "zod";
import { EntityKind, type EntityId } from "./entity.ts";
import { EdgeOrigin } from "./event.ts";
import type { Scope } from "./scope.ts";
import { rankOf, Severity } from "./severity.ts";
import type { Topology, TopologyEdge, TopologyNode } from "./topology.ts";

/** Whole numbers of a range. One check of the whole column: zod takes ten times as long to look at each on its own. */
const integers = (least: number, most: number = Number.MAX_SAFE_INTEGER) =>
  z.custom<number[]>(
    (column) =>
      Array.isArray(column) && column.every((value) => Number.isSafeInteger(value) && value >= least && value <= most),
    `not a column of whole numbers from ${least} to ${most}`,
  );
const shares = z.custom<number[]>(
  (column) => Array.isArray(column) && column.every((value) => typeof value === "number" && value >= 0 && value <= 1),
  "not a column of numbers from 0 to 1",
);
const texts = z.custom<string[]>(
  (column) => Array.isArray(column) && column.every((value) => typeof value === "string"),
  "not a column of text",
);
const indexes = integers(0);
/** Places in `words`, or −1 for none. */
const words = integers(-1);

/**
 * A map as columns, so that thousands of entities cost neither an object each nor their keys on the way. Entities and
 * words go by their index; what is wrong stands only for those where something is.
 */
export const TopologyColumns = z.object({
  /** Scopes, sites and groups, each once. */
  words: texts,
  entities: z.object({
    id: texts,
    name: texts,
    /** Index in `EntityKind`. */
    kind: integers(0, EntityKind.options.length - 1),
    scope: indexes,
    site: words,
    group: words,
  }),
  edges: z.object({
    from: indexes,
    to: indexes,
    /** Index in `EdgeOrigin`. */
    origin: integers(0, EdgeOrigin.options.length - 1),
    confidence: shares,
  }),
  totalNodes: z.int(),
  totalEdges: z.int(),
  /** Incidents, each once. */
  incidents: texts,
  troubles: z.object({
    entity: indexes,
    /** Index in `Severity`, or −1 for none. */
    severity: integers(-1, Severity.options.length - 1),
    /** Sum of `TROUBLE_FLAGS`. */
    flags: integers(0, 7),
    /** Epoch ms, or −1 for none. */
    since: integers(-1),
    /** Index in `incidents`, or −1 for none. */
    incident: words,
  }),
});
export type TopologyColumns = z.infer<typeof TopologyColumns>;

export const TROUBLE_FLAGS = { acknowledged: 1, suppressed: 2, stale: 4 } as const;

/** The columns as text, written once by the thread that read them; nothing on the way takes them apart. */
export const PackedTopology = z.string().brand<"PackedTopology">();
export type PackedTopology = z.infer<typeof PackedTopology>;

/** What is wrong changes with every alert, all else seldom. */
export type TroubleColumns = Pick<TopologyColumns, "incidents" | "troubles">;
export type SkeletonColumns = Omit<TopologyColumns, keyof TroubleColumns>;

/** All but what is wrong: text that `packTopology` completes, and that can be kept. */
export type PackedSkeleton = string & z.$brand<"PackedSkeleton">;

export const packSkeleton = (columns: SkeletonColumns): PackedSkeleton => JSON.stringify(columns) as PackedSkeleton;

/** Both are JSON objects with members: the one goes on where the other ends. */
export const packTopology = (skeleton: PackedSkeleton, { incidents, troubles }: TroubleColumns): PackedTopology =>
  `${skeleton.slice(0, -1)},${JSON.stringify({ incidents, troubles }).slice(1)}` as PackedTopology;

/**
 * The map that was packed, validated: this is where it arrives.
 * @throws SyntaxError for what is no JSON, ZodError for wrong columns, RangeError for columns that do not fit each other
 */
export function unpackTopology(packed: PackedTopology): Topology {
  const columns = TopologyColumns.parse(JSON.parse(packed));
  const { words, entities, troubles, incidents, edges, totalNodes, totalEdges } = columns;
  for (const [name, table] of Object.entries({ entities, troubles, edges })) requireEqualLengths(name, table);
  const wordOf = (index: number): string | null => (index < 0 ? null : at(words, index, "word"));
  const nodes = entities.id.map((id, index): TopologyNode => ({
    id: id as EntityId,
    scope: at(words, entities.scope[index]!, "word") as Scope,
    kind: EntityKind.options[entities.kind[index]!]!,
    name: entities.name[index]!,
    site: wordOf(entities.site[index]!),
    group: wordOf(entities.group[index]!),
    ...CALM,
  }));
  troubles.entity.forEach((entity, index) => {
    const flags = troubles.flags[index]!;
    const since = troubles.since[index]!;
    const incident = troubles.incident[index]!;
    Object.assign(at(nodes, entity, "entity"), {
      severity: Severity.options[troubles.severity[index]!] ?? null,
      acknowledged: (flags & TROUBLE_FLAGS.acknowledged) !== 0,
      suppressed: (flags & TROUBLE_FLAGS.suppressed) !== 0,
      since: since < 0 ? null : since,
      incidentId: incident < 0 ? null : at(incidents, incident, "incident"),
      stale: (flags & TROUBLE_FLAGS.stale) !== 0,
    });
  });
  const joined = edges.from.map((from, index): TopologyEdge => ({
    from: at(nodes, from, "entity").id,
    to: at(nodes, edges.to[index]!, "entity").id,
    origin: EdgeOrigin.options[edges.origin[index]!]!,
    confidence: edges.confidence[index]!,
  }));
  return { nodes: worstFirst(nodes), edges: joined, totalNodes, totalEdges };
}

/** In time that grows with their number alone. */
function worstFirst(nodes: readonly TopologyNode[]): TopologyNode[] {
  const byRank = Map.groupBy(nodes, ({ severity }) => (severity === null ? -1 : rankOf(severity)));
  return [...byRank].toSorted(([a], [b]) => b - a).flatMap(([, members]) => members);
}

const CALM = {
  severity: null,
  acknowledged: false,
  suppressed: false,
  since: null,
  incidentId: null,
  stale: false,
} as const;

function at<T>(values: readonly T[], index: number, what: string): T {
  const value = values[index];
  if (value === undefined) throw new RangeError(`a packed map has no ${what} ${index}`);
  return value;
}

function requireEqualLengths(name: string, table: Readonly<Record<string, readonly unknown[]>>): void {
  const lengths = new Set(Object.values(table).map((column) => column.length));
  if (lengths.size > 1) throw new RangeError(`columns of ${name} have lengths ${[...lengths].join(", ")}`);
}

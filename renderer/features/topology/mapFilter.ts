import type { EntityKind } from "../../../shared/domain/entity.ts";
import type { EdgeOrigin } from "../../../shared/domain/event.ts";
import type { TopologyEdge, TopologyNode } from "../../../shared/domain/topology.ts";

export const LEVELS = ["site", "group", "entity"] as const;
export type Level = (typeof LEVELS)[number];

/** What is left out; empty means everything is shown. */
export type MapFilter = {
  hiddenSites: readonly string[];
  hiddenKinds: readonly EntityKind[];
  hiddenOrigins: readonly EdgeOrigin[];
  /** Show edges below half a confidence. */
  doubtful: boolean;
  /** Show only what an incident touches, and its neighbours. */
  collapsed: boolean;
};

export const EVERYTHING: MapFilter = {
  hiddenSites: [],
  hiddenKinds: [],
  hiddenOrigins: [],
  doubtful: false,
  collapsed: false,
};
/** Edges that are less likely than not are shown on demand. */
export const DOUBTFUL_BELOW = 0.5;
/** Above this many entities the map opens with groups: names would not fit and panning would stutter. */
export const GROUPS_ABOVE = 1500;

export const siteOf = (node: { site: string | null }): string => node.site ?? "";

/** Ids of the nodes that the filter leaves on the map. `keep`: with `collapsed`, what may stay. */
export function visibleNodes(
  nodes: readonly TopologyNode[],
  filter: MapFilter,
  keep: ReadonlySet<string>,
): Set<string> {
  const sites = new Set(filter.hiddenSites);
  const kinds = new Set(filter.hiddenKinds);
  const shown = nodes.filter(
    (node) => !sites.has(siteOf(node)) && !kinds.has(node.kind) && (!filter.collapsed || keep.has(node.id)),
  );
  return new Set(shown.map((node) => node.id));
}

export function visibleEdges(
  edges: readonly TopologyEdge[],
  filter: MapFilter,
  nodes: ReadonlySet<string>,
): TopologyEdge[] {
  const origins = new Set(filter.hiddenOrigins);
  return edges.filter(
    (edge) =>
      edge.from !== edge.to &&
      nodes.has(edge.from) &&
      nodes.has(edge.to) &&
      !origins.has(edge.origin) &&
      (filter.doubtful || edge.confidence >= DOUBTFUL_BELOW),
  );
}

export type MapCounts = {
  sites: Map<string, number>;
  kinds: Map<EntityKind, number>;
  origins: Map<EdgeOrigin, number>;
  doubtful: number;
};

/** Counts beside the filters: over everything, so that a hidden site still says how much it hides. */
export function countsOf(nodes: readonly TopologyNode[], edges: readonly TopologyEdge[]): MapCounts {
  const counts: MapCounts = { sites: new Map(), kinds: new Map(), origins: new Map(), doubtful: 0 };
  for (const node of nodes) {
    increase(counts.sites, siteOf(node));
    increase(counts.kinds, node.kind);
  }
  for (const edge of edges) {
    increase(counts.origins, edge.origin);
    if (edge.confidence < DOUBTFUL_BELOW) counts.doubtful += 1;
  }
  return counts;
}

const increase = <K>(counts: Map<K, number>, key: K): void => void counts.set(key, (counts.get(key) ?? 0) + 1);

export const toggle = <T>(list: readonly T[], item: T): T[] =>
  list.includes(item) ? list.filter((each) => each !== item) : [...list, item];

/** What an incident touches, and what stands one edge from it. */
export function neighbourhoodOf(ids: Iterable<string>, edges: readonly TopologyEdge[]): Set<string> {
  const core = new Set(ids);
  const around = new Set(core);
  for (const { from, to } of edges) {
    if (core.has(from)) around.add(to);
    if (core.has(to)) around.add(from);
  }
  return around;
}

import { EntityKind, type EntityId } from "../../shared/domain/entity.ts";
import { EdgeOrigin } from "../../shared/domain/event.ts";
import { DEFAULT_SCOPE } from "../../shared/domain/scope.ts";
import { Severity } from "../../shared/domain/severity.ts";
import {
  packSkeleton,
  packTopology,
  TROUBLE_FLAGS,
  type PackedTopology,
} from "../../shared/domain/topology-columns.ts";
import type { Topology, TopologyEdge, TopologyNode } from "../../shared/domain/topology.ts";
/** A calm service without site and group. */
export function aTopologyNode({
  id = "checkout-api",
  ...more
}: Partial<Omit<TopologyNode, "id">> & { id?: string } = {}): TopologyNode {
  return {
    id: id as EntityId,
    scope: DEFAULT_SCOPE,
    kind: "service",
    name: id,
    site: null,
    group: null,
    severity: null,
    acknowledged: false,
    suppressed: false,
    since: null,
    incidentId: null,
    stale: false,
    ...more,
  };
}

/** A declared edge: `from` depends on `to`. */
export const aTopologyEdge = (from: string, to: string, more: Partial<TopologyEdge> = {}): TopologyEdge => ({
  from: from as EntityId,
  to: to as EntityId,
  origin: "declared",
  confidence: 1,
  ...more,
});

/** A map as an engine sends it: edges have both ends on it. */
export function packed({ nodes, edges: all, totalNodes, totalEdges }: Topology): PackedTopology {
  const words = [...new Set(nodes.flatMap(({ scope, site, group, incidentId }) => [scope, site, group, incidentId]))];
  const known = words.filter((word) => word !== null);
  const wordOf = (word: string | null): number => (word === null ? -1 : known.indexOf(word));
  const indexes = new Map(nodes.map((node, index) => [node.id, index]));
  const edges = all.filter(({ from, to }) => indexes.has(from) && indexes.has(to));
  const skeleton = packSkeleton({
    words: known,
    entities: {
      id: nodes.map((node) => node.id),
      name: nodes.map((node) => node.name),
      kind: nodes.map((node) => EntityKind.options.indexOf(node.kind)),
      scope: nodes.map((node) => wordOf(node.scope)),
      site: nodes.map((node) => wordOf(node.site)),
      group: nodes.map((node) => wordOf(node.group)),
    },
    edges: {
      from: edges.map(({ from }) => indexes.get(from) ?? -1),
      to: edges.map(({ to }) => indexes.get(to) ?? -1),
      origin: edges.map(({ origin }) => EdgeOrigin.options.indexOf(origin)),
      confidence: edges.map(({ confidence }) => confidence),
    },
    totalNodes,
    totalEdges,
  });
  return packTopology(skeleton, {
    incidents: known,
    troubles: {
      entity: nodes.map((_, index) => index),
      severity: nodes.map(({ severity }) => (severity === null ? -1 : Severity.options.indexOf(severity))),
      flags: nodes.map(
        ({ acknowledged, suppressed, stale }) =>
          (acknowledged ? TROUBLE_FLAGS.acknowledged : 0) +
          (suppressed ? TROUBLE_FLAGS.suppressed : 0) +
          (stale ? TROUBLE_FLAGS.stale : 0),
      ),
      since: nodes.map(({ since }) => since ?? -1),
      incident: nodes.map(({ incidentId }) => wordOf(incidentId)),
    },
  });
}

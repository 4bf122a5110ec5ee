import type { EntityId } from "../../shared/domain/entity.ts";
import { DEFAULT_SCOPE } from "../../shared/domain/scope.ts";
import type { TopologyEdge, TopologyNode } from "../../shared/domain/topology.ts";

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
    firingCount: 0,
    suppressedCount: 0,
    firstAlertAt: null,
    incidentIds: [],
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

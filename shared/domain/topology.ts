import { z } from "zod";
import { Entity, EntityId } from "./entity.ts";
import { Alias, EdgeOrigin, Instant } from "./event.ts";
import { Severity } from "./severity.ts";
import { Alert } from "./alert.ts";
import { Change } from "./change.ts";
import { IncidentId } from "./incident.ts";

/** An entity with what is wrong at it now. */
export const TopologyNode = Entity.extend({
  severity: Severity.nullable(),
  /** Nobody has to act here: what was acknowledged is all that there is. */
  acknowledged: z.boolean(),
  /** At least one of its alerts is suppressed. */
  suppressed: z.boolean(),
  /** Start of its foremost alert: the worst, firing before suppressed, nobody's before acknowledged, then the earliest. */
  since: Instant.nullable(),
  /** Incident of its foremost alert. */
  incidentId: IncidentId.nullable(),
  /** Every source that speaks of it is stale. */
  stale: z.boolean(),
});
export type TopologyNode = z.infer<typeof TopologyNode>;

/** `from` depends on `to`. */
export const TopologyEdge = z.object({
  from: EntityId,
  to: EntityId,
  origin: EdgeOrigin,
  confidence: z.number(),
});
export type TopologyEdge = z.infer<typeof TopologyEdge>;

/** The map. It travels as columns: see `topology-columns.ts`. */
export type Topology = {
  /** The worst first. */
  nodes: TopologyNode[];
  edges: TopologyEdge[];
  /** In the store, before filters and the limit. */
  totalNodes: number;
  totalEdges: number;
};

export const EntityDetail = Entity.extend({
  severity: Severity.nullable(),
  acknowledged: z.boolean(),
  firingCount: z.int(),
  suppressedCount: z.int(),
  incidentIds: z.array(IncidentId),
  /** Every source that speaks of it is stale. */
  stale: z.boolean(),
  aliases: z.array(Alias),
  attributes: z.record(z.string(), z.string()),
  usedBy: z.array(TopologyEdge.extend({ name: z.string() })),
  uses: z.array(TopologyEdge.extend({ name: z.string() })),
  alerts: z.array(Alert),
  changes: z.array(Change),
});
export type EntityDetail = z.infer<typeof EntityDetail>;

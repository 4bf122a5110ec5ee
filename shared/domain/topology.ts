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
  acknowledged: z.boolean(),
  firingCount: z.int(),
  suppressedCount: z.int(),
  firstAlertAt: Instant.nullable(),
  incidentIds: z.array(IncidentId),
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

export const Topology = z.object({
  nodes: z.array(TopologyNode),
  edges: z.array(TopologyEdge),
  /** In the store, before filters and the limit. */
  totalNodes: z.int(),
  totalEdges: z.int(),
});
export type Topology = z.infer<typeof Topology>;

export const EntityDetail = TopologyNode.extend({
  aliases: z.array(Alias),
  attributes: z.record(z.string(), z.string()),
  usedBy: z.array(TopologyEdge.extend({ name: z.string() })),
  uses: z.array(TopologyEdge.extend({ name: z.string() })),
  alerts: z.array(Alert),
  changes: z.array(Change),
});
export type EntityDetail = z.infer<typeof EntityDetail>;

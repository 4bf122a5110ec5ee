import type { IncidentId } from "../../../shared/domain/incident.ts";
import { rankOf, type Severity } from "../../../shared/domain/severity.ts";
import type { TopologyEdge, TopologyNode } from "../../../shared/domain/topology.ts";
import { edgeKey } from "./impact.ts";
import type { Layer } from "./layers.ts";
import type { Level } from "./mapFilter.ts";

/** A place on the map: an entity, or a site or group that stands for its members. */
export type MapNode = {
  id: string;
  name: string;
  kind: TopologyNode["kind"] | "group";
  site: string | null;
  group: string | null;
  layer: Layer;
  severity: Severity | null;
  acknowledged: boolean;
  suppressed: boolean;
  since: number | null;
  incidentId: IncidentId | null;
  stale: boolean;
  memberIds: readonly string[];
};

/** A place while its members come together. */
type Gathering = MapNode & { memberIds: string[] };

export type MapEdge = { from: string; to: string; origin: TopologyEdge["origin"]; confidence: number; count: number };

type Key = { id: string; name: string; group: string | null };

/** Folds entities into the places of a level; at level `entity` each stands for itself. */
export function collapseNodes(
  nodes: readonly TopologyNode[],
  layers: ReadonlyMap<string, Layer>,
  level: Level,
): MapNode[] {
  const places = new Map<string, Gathering>();
  for (const node of nodes) {
    const layer = layers.get(node.id) ?? "services";
    const key = keyOf(node, layer, level);
    const known = places.get(key.id);
    if (known === undefined) places.set(key.id, placeOf(node, layer, key, level));
    else join(known, node);
  }
  return [...places.values()];
}

/** Which place each entity is folded into. */
export function placeIds(places: readonly MapNode[]): Map<string, string> {
  return new Map(places.flatMap((place) => place.memberIds.map((id) => [id, place.id] as const)));
}

/** Edges between places; those inside one are gone, parallel ones are counted, the best known speaks for all. */
export function collapseEdges(edges: readonly TopologyEdge[], placeOfEntity: ReadonlyMap<string, string>): MapEdge[] {
  const folded = new Map<string, MapEdge>();
  for (const edge of edges) {
    const from = placeOfEntity.get(edge.from);
    const to = placeOfEntity.get(edge.to);
    if (from === undefined || to === undefined || from === to) continue;
    const key = edgeKey(from, to);
    const known = folded.get(key);
    if (known === undefined) folded.set(key, { from, to, origin: edge.origin, confidence: edge.confidence, count: 1 });
    else
      folded.set(key, {
        ...(edge.confidence > known.confidence ? { ...edge, from, to } : known),
        count: known.count + 1,
      });
  }
  return [...folded.values()];
}

function keyOf(node: TopologyNode, layer: Layer, level: Level): Key {
  if (level === "entity") return { id: node.id, name: node.name, group: node.group };
  if (level === "site") return { id: `site ${node.site ?? ""}`, name: node.site ?? "", group: null };
  return { id: `group ${node.site ?? ""} ${layer} ${node.group ?? ""}`, name: node.group ?? node.kind, group: null };
}

function placeOf(node: TopologyNode, layer: Layer, key: Key, level: Level): Gathering {
  const { site, severity, acknowledged, suppressed, since, incidentId, stale } = node;
  const kind = level === "entity" ? node.kind : level === "site" ? "site" : "group";
  const shared = { site, severity, acknowledged, suppressed, since, incidentId, stale };
  return { ...shared, ...key, kind, layer: level === "site" ? "entry" : layer, memberIds: [node.id] };
}

/** The worst speaks for a place; it is acknowledged only when nobody has to act on any member, stale only when all are. */
function join(place: Gathering, node: TopologyNode): void {
  if (node.severity !== null) place.acknowledged = (place.severity === null || place.acknowledged) && node.acknowledged;
  place.severity = worse(place.severity, node.severity);
  place.suppressed ||= node.suppressed;
  place.since = earliest(place.since, node.since);
  place.incidentId ??= node.incidentId;
  place.stale &&= node.stale;
  place.memberIds.push(node.id);
}

const worse = (a: Severity | null, b: Severity | null): Severity | null =>
  a === null || (b !== null && rankOf(b) > rankOf(a)) ? b : a;

const earliest = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.min(a, b);

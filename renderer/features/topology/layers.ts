import type { EntityKind } from "../../../shared/domain/entity.ts";

/** Columns of the map, left to right: dependency reads in the direction of the arrows. */
export const LAYERS = ["entry", "web", "services", "data", "hosts"] as const;
export type Layer = (typeof LAYERS)[number];

type LayerNode = { id: string; kind: EntityKind };
type LayerEdge = { from: string; to: string };

const BY_KIND: Partial<Record<EntityKind, Layer>> = {
  database: "data",
  queue: "data",
  host: "hosts",
  pod: "hosts",
  device: "hosts",
  site: "entry",
};

/**
 * The layer of each entity, from its kind and from what depends on what. A device or host that depends on services is an
 * entry to them (a balancer); a service that others use is a service; one that only uses services is web.
 */
export function layersOf(nodes: readonly LayerNode[], edges: readonly LayerEdge[]): Map<string, Layer> {
  const kinds = new Map(nodes.map((node) => [node.id, node.kind]));
  const usesLogic = new Set<string>();
  const usedByLogic = new Set<string>();
  for (const { from, to } of edges) {
    if (from === to) continue;
    if (isLogic(kinds.get(to))) usesLogic.add(from);
    if (isLogic(kinds.get(from))) usedByLogic.add(to);
  }
  const layers = new Map<string, Layer>();
  for (const { id, kind } of nodes) layers.set(id, layerOf(kind, usesLogic.has(id), usedByLogic.has(id)));
  return layers;
}

function layerOf(kind: EntityKind, usesLogic: boolean, usedByLogic: boolean): Layer {
  if (isLogic(kind)) {
    if (usedByLogic || !usesLogic) return "services";
    return kind === "app" ? "entry" : "web";
  }
  if ((kind === "device" || kind === "host") && usesLogic && !usedByLogic) return "entry";
  return BY_KIND[kind] ?? "services";
}

const isLogic = (kind: EntityKind | undefined): boolean => kind === "service" || kind === "app" || kind === "other";

import type { GraphEdge, GraphNode } from "./graphElements.ts";
import type { Viewport } from "./graphFit.ts";

/** An edge with the boxes that it joins. */
export type Link = { edge: GraphEdge; from: GraphNode; to: GraphNode };

/** What a map draws, sorted by what lies above what. */
export type Scene = {
  nodes: readonly GraphNode[];
  byId: ReadonlyMap<string, GraphNode>;
  lanes: readonly GraphNode[];
  frames: readonly GraphNode[];
  boxes: readonly GraphNode[];
  words: readonly GraphNode[];
  links: readonly Link[];
  litLinks: readonly Link[];
};

export type Size = { width: number; height: number };
type Point = { x: number; y: number };
/** A part of the map, in its own px. */
export type Area = { left: number; top: number; right: number; bottom: number };

/** Edges whose ends are not both on the map are left out. */
export function sceneOf(nodes: readonly GraphNode[], edges: readonly GraphEdge[]): Scene {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const links: Link[] = [];
  const litLinks: Link[] = [];
  for (const edge of edges) {
    const from = byId.get(edge.from);
    const to = byId.get(edge.to);
    if (from !== undefined && to !== undefined) (edge.lit ? litLinks : links).push({ edge, from, to });
  }
  const looking = (look: GraphNode["look"]): GraphNode[] => nodes.filter((node) => node.look === look);
  return {
    ...{ nodes, byId, links, litLinks },
    ...{ lanes: looking("lane"), frames: looking("group"), boxes: looking("entity"), words: looking("text") },
  };
}

/** The part of the map that a view shows. */
export const areaOf = ({ zoom, pan }: Viewport, { width, height }: Size): Area => ({
  left: -pan.x / zoom,
  top: -pan.y / zoom,
  right: (width - pan.x) / zoom,
  bottom: (height - pan.y) / zoom,
});

export const isWithin = ({ x, y, width, height }: GraphNode, { left, top, right, bottom }: Area): boolean =>
  x + width / 2 >= left && x - width / 2 <= right && y + height / 2 >= top && y - height / 2 <= bottom;

/** The box at a point of the screen, px from the map's corner. */
export function boxAt(scene: Scene, { zoom, pan }: Viewport, point: Point): GraphNode | undefined {
  const at = { x: (point.x - pan.x) / zoom, y: (point.y - pan.y) / zoom };
  return scene.boxes.find(
    ({ x, y, width, height }) => Math.abs(at.x - x) <= width / 2 && Math.abs(at.y - y) <= height / 2,
  );
}

const ZOOM = { least: 0.05, most: 3 } as const;

/** Nearer or further by a factor; what is at the point of the screen stays there. */
export function zoomedAt({ zoom, pan }: Viewport, factor: number, { x, y }: Point): Viewport {
  const next = Math.min(ZOOM.most, Math.max(ZOOM.least, zoom * factor));
  return { zoom: next, pan: { x: x - ((x - pan.x) / zoom) * next, y: y - ((y - pan.y) / zoom) * next } };
}

/** A view with this node in the middle, at zoom 1 or nearer. */
export function centredOn({ x, y }: Point, { zoom }: Viewport, { width, height }: Size): Viewport {
  const next = Math.max(1, zoom);
  return { zoom: next, pan: { x: width / 2 - x * next, y: height / 2 - y * next } };
}

/** The view on the way from one to another; `share` 0 is the first, 1 the second. */
export const between = (from: Viewport, to: Viewport, share: number): Viewport => ({
  zoom: from.zoom + (to.zoom - from.zoom) * share,
  pan: { x: from.pan.x + (to.pan.x - from.pan.x) * share, y: from.pan.y + (to.pan.y - from.pan.y) * share },
});

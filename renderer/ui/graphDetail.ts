import type { GraphEdge, GraphNode } from "./graphElements.ts";
import type { Viewport } from "./graphFit.ts";
import type { MarkKind } from "./severity.ts";

/** Up to so many edges a map has all of them at all times. */
const MANY_EDGES = 1500;
/** Below this zoom many edges are a grey cloth. */
const LEAST_ZOOM = 0.45;

type Size = { width: number; height: number };
type Area = { left: number; top: number; right: number; bottom: number };

/** The part of the map that a box of this size (px) shows. */
export const areaOf = ({ zoom, pan }: Viewport, { width, height }: Size): Area => ({
  left: -pan.x / zoom,
  top: -pan.y / zoom,
  right: (width - pan.x) / zoom,
  bottom: (height - pan.y) / zoom,
});

const isWithin = ({ x, y, width, height }: GraphNode, area: Area): boolean =>
  x + width / 2 >= area.left &&
  x - width / 2 <= area.right &&
  y + height / 2 >= area.top &&
  y - height / 2 <= area.bottom;

export type Looked = { nodes: readonly GraphNode[]; edges: readonly GraphEdge[]; selected: string | null };

/** Of many edges those that can be read: near, those between boxes in view; those of the selection and of the impact always. */
export function edgesShown({ nodes, edges, selected }: Looked, zoom: number, area: Area): readonly GraphEdge[] {
  if (edges.length <= MANY_EDGES) return edges;
  const seen = new Set(zoom < LEAST_ZOOM ? [] : nodes.filter((node) => isWithin(node, area)).map(({ id }) => id));
  return edges.filter(
    ({ from, to, lit }) => lit || from === selected || to === selected || (seen.has(from) && seen.has(to)),
  );
}

const WORST_FIRST: readonly MarkKind[] = ["critical", "major", "minor", "warning", "info", "unknown", "suppressed"];

/** The order in which a map is drawn: lanes, what is in view, then the worst first. */
export function inOrder(nodes: readonly GraphNode[], area: Area): GraphNode[] {
  const rankOf = (node: GraphNode): number => {
    if (node.look === "lane") return -2;
    if (isWithin(node, area)) return -1;
    const rank = WORST_FIRST.indexOf(node.sev ?? "ok");
    return rank === -1 ? WORST_FIRST.length : rank;
  };
  return nodes
    .map((node) => ({ node, rank: rankOf(node) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ node }) => node);
}

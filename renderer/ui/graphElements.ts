import type { EdgeOrigin } from "../../shared/domain/event.ts";
import type { IconName } from "./iconPaths.ts";
import type { MarkKind } from "./severity.ts";

/** A box, a frame around boxes, a lane behind frames, or free words. `x`, `y` are the centre, in px at zoom 1; the caller keeps them stable. */
export type GraphNode = {
  id: string;
  label: string;
  x: number;
  y: number;
  width: number;
  height: number;
  look: "entity" | "group" | "lane" | "text";
  /** Drawn at the left: the mark when something is wrong, else the icon. */
  icon?: IconName;
  sev?: MarkKind | null;
  acked?: boolean;
  /** `cause` has the critical edge, `hit` is affected, `path` leads there, `plain` is quiet. */
  role?: "cause" | "hit" | "path" | "plain";
  /** Room in px at the right of the label, for words of another node. */
  labelEnd?: number;
  /** Data are old: violet and dashed. */
  stale?: boolean;
  /** Words of the `text` look: `strong` for what matters, `note` for what stands over edges, on a ground of its own. */
  tone?: "strong" | "quiet" | "note";
};

/** Above so many nodes a map is seen from afar: icons are left out. */
const LARGE_ABOVE = 1500;
export const isLarge = (nodes: readonly GraphNode[]): boolean => nodes.length > LARGE_ABOVE;

/** Points at what is depended on. */
export type GraphEdge = { id: string; from: string; to: string; origin: EdgeOrigin; lit: boolean };

type Point = { x: number; y: number };

/** Where an edge leaves and arrives, relative to the centres for cytoscape and as points, and the two points that bend it. */
export type EdgePath = { source: string; target: string; start: Point; end: Point; bends: [Point, Point] };

/** How far an edge between boxes of one column goes around their left. */
const AROUND_PX = 24;
/** How far an edge runs level before it bends. */
const REACH_PX = 48;

/** Level out of the facing sides; around the left for boxes in one column, so that it crosses none between them. */
export function edgePath(from: GraphNode, to: GraphNode): EdgePath {
  const side = to.x - from.x;
  if (Math.abs(side) < (from.width + to.width) / 2) return aroundLeft(from, to);
  const right = side > 0 ? 1 : -1;
  const start = { x: from.x + (right * from.width) / 2, y: from.y };
  const end = { x: to.x - (right * to.width) / 2, y: to.y };
  const reach = right * Math.max(12, Math.min(REACH_PX, Math.abs(end.x - start.x) * 0.55));
  return {
    source: `${(right * from.width) / 2}px 0px`,
    target: `${(-right * to.width) / 2}px 0px`,
    start,
    end,
    bends: [
      { x: start.x + reach, y: start.y },
      { x: end.x - reach, y: end.y },
    ],
  };
}

function aroundLeft(from: GraphNode, to: GraphNode): EdgePath {
  const start = { x: from.x - from.width / 2, y: from.y };
  const end = { x: to.x - to.width / 2, y: to.y };
  const x = Math.min(start.x, end.x) - AROUND_PX;
  return {
    source: `${-from.width / 2}px 0px`,
    target: `${-to.width / 2}px 0px`,
    start,
    end,
    bends: [
      { x, y: start.y },
      { x, y: end.y },
    ],
  };
}

/**
 * The bends as cytoscape's `unbundled-bezier` takes them: weights along the line between the ends, and distances (px)
 * across it, to the right of its direction on the screen where y grows downwards.
 */
export function curveOf({ start, end, bends }: EdgePath): { weights: number[]; distances: number[] } {
  const dx = end.x - start.x;
  const dy = end.y - start.y;
  const length = Math.hypot(dx, dy);
  if (length === 0) return { weights: [0.5], distances: [0] };
  const offsets = bends.map(({ x, y }) => ({ x: x - start.x, y: y - start.y }));
  return {
    weights: offsets.map(({ x, y }) => (x * dx + y * dy) / (length * length)),
    distances: offsets.map(({ x, y }) => (y * dx - x * dy) / length),
  };
}

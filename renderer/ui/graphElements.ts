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
  /** Words of the `text` look: `strong` for what matters. */
  tone?: "strong" | "quiet";
};

/** Points at what is depended on. */
export type GraphEdge = { id: string; from: string; to: string; origin: EdgeOrigin; lit: boolean };

type Point = { x: number; y: number };

/**
 * An S-shaped edge for cytoscape's `unbundled-bezier`: two control points that leave and arrive level,
 * as weights along the line between the ends and distances (px) across it.
 */
export function levelCurve(from: Point, to: Point): { weights: [number, number]; distances: [number, number] } {
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const length = Math.hypot(dx, dy);
  if (length === 0) return { weights: [0.5, 0.5], distances: [0, 0] };
  const reach = Math.max(12, Math.min(48, Math.abs(dx) / 2));
  const along = (reach * dx) / (length * length);
  const across = (reach * dy) / length;
  return { weights: [along, 1 - along], distances: [across, -across] };
}

/** Where an edge leaves and arrives: the facing sides, or below and above for boxes in one column. */
export function edgeEnds(from: GraphNode, to: GraphNode): { source: string; target: string; start: Point; end: Point } {
  const side = to.x - from.x;
  if (Math.abs(side) < (from.width + to.width) / 2) {
    const down = to.y > from.y ? 1 : -1;
    const at = (node: GraphNode, sign: number): string => `${16 - node.width / 2}px ${(sign * node.height) / 2}px`;
    return {
      source: at(from, down),
      target: at(to, -down),
      start: { x: from.x - from.width / 2 + 16, y: from.y + (down * from.height) / 2 },
      end: { x: to.x - to.width / 2 + 16, y: to.y - (down * to.height) / 2 },
    };
  }
  const right = side > 0 ? 1 : -1;
  return {
    source: `${(right * from.width) / 2}px 0px`,
    target: `${(-right * to.width) / 2}px 0px`,
    start: { x: from.x + (right * from.width) / 2, y: from.y },
    end: { x: to.x - (right * to.width) / 2, y: to.y },
  };
}

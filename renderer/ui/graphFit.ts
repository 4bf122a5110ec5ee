import type { GraphNode } from "./graphElements.ts";

type Size = { width: number; height: number };

/** Free edge around a map, px. */
const PADDING = 8;

/** Below this zoom names are too small to be drawn. */
const READABLE = 0.6;

type Boxed = Pick<GraphNode, "x" | "y" | "width" | "height" | "role">;
export type Viewport = { zoom: number; pan: { x: number; y: number } };

/** How a map opens: whole where its names can then be read, else as near as that, with what is lit in the middle. */
export function opened(nodes: readonly Boxed[], box: Size, maximumZoom: number): Viewport {
  const whole = fitted(nodes, box, maximumZoom);
  if (whole.zoom >= READABLE || maximumZoom < READABLE) return whole;
  const lit = nodes.filter(({ role }) => role === "cause" || role === "hit");
  const centred = fitted(lit.length > 0 ? lit : nodes, box, READABLE);
  const all = extentOf(nodes);
  return {
    zoom: READABLE,
    pan: {
      x: within(centre(centred, box).x, all.left, all.right, box.width),
      y: within(centre(centred, box).y, all.top, all.bottom, box.height),
    },
  };
}

/** The view at this zoom that has a place in the middle of the box. */
export const centredOn = ({ x, y }: { x: number; y: number }, zoom: number, box: Size): Viewport => ({
  zoom,
  pan: { x: box.width / 2 - zoom * x, y: box.height / 2 - zoom * y },
});

/** The point of the map in the middle of the box. */
const centre = ({ zoom, pan }: Viewport, box: Size): { x: number; y: number } => ({
  x: (box.width / 2 - pan.x) / zoom,
  y: (box.height / 2 - pan.y) / zoom,
});

/** The pan along one axis that brings `middle` to the middle, but shows nothing beyond either end while there is map to show. */
function within(middle: number, start: number, end: number, length: number): number {
  const [first, last] = [PADDING - READABLE * start, length - PADDING - READABLE * end];
  if (last > first) return (first + last) / 2;
  return Math.min(first, Math.max(last, length / 2 - READABLE * middle));
}

/**
 * Zoom and pan (px) that show all nodes in the middle of a box, not larger than `maximumZoom`. From what the caller placed:
 * asking cytoscape measures every label first, which takes a second for five thousand.
 */
export function fitted(nodes: readonly Boxed[], box: Size, maximumZoom: number): Viewport {
  const { left, top, right, bottom } = extentOf(nodes);
  const inside = { width: Math.max(1, box.width - 2 * PADDING), height: Math.max(1, box.height - 2 * PADDING) };
  const zoom = Math.min(maximumZoom, inside.width / (right - left), inside.height / (bottom - top));
  return {
    zoom,
    pan: { x: box.width / 2 - (zoom * (left + right)) / 2, y: box.height / 2 - (zoom * (top + bottom)) / 2 },
  };
}

function extentOf(nodes: readonly Boxed[]): { left: number; top: number; right: number; bottom: number } {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y, width, height } of nodes) {
    left = Math.min(left, x - width / 2);
    right = Math.max(right, x + width / 2);
    top = Math.min(top, y - height / 2);
    bottom = Math.max(bottom, y + height / 2);
  }
  return { left, top, right, bottom };
}

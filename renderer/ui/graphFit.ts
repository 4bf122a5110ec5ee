import type { GraphNode } from "./graphElements.ts";

type Size = { width: number; height: number };

/** Free edge around a map, px. */
const PADDING = 8;

/**
 * Zoom and pan (px) that show all nodes in the middle of a box, not larger than `maximumZoom`. From what the caller placed:
 * asking cytoscape measures every label first, which takes a second for five thousand.
 */
export function fitted(
  nodes: readonly Pick<GraphNode, "x" | "y" | "width" | "height">[],
  box: Size,
  maximumZoom: number,
): { zoom: number; pan: { x: number; y: number } } {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y, width, height } of nodes) {
    left = Math.min(left, x - width / 2);
    right = Math.max(right, x + width / 2);
    top = Math.min(top, y - height / 2);
    bottom = Math.max(bottom, y + height / 2);
  }
  const inside = { width: Math.max(1, box.width - 2 * PADDING), height: Math.max(1, box.height - 2 * PADDING) };
  const zoom = Math.min(maximumZoom, inside.width / (right - left), inside.height / (bottom - top));
  return {
    zoom,
    pan: { x: box.width / 2 - (zoom * (left + right)) / 2, y: box.height / 2 - (zoom * (top + bottom)) / 2 },
  };
}

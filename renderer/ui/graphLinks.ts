import { edgePath } from "./graphElements.ts";
import type { Ink } from "./graphInk.ts";
import { isWithin, type Area, type Link, type Scene } from "./graphScene.ts";

/** From so many edges on a map is no longer drawn with all of them, and below this zoom with next to none. */
const MANY_EDGES = 1500;
const LEAST_ZOOM = 0.45;
/** A stroke of thousands of curves at once takes far longer than the same in portions. */
const CURVES_A_STROKE = 64;

/** Of many edges those that lead out of sight join nothing that can be seen, and from afar all of them hide what they join. */
export function linksShown({ links }: Scene, zoom: number, selected: string | null, area: Area): Link[] {
  if (links.length <= MANY_EDGES) return links.filter((link) => crosses(link, area));
  const isNear = zoom >= LEAST_ZOOM;
  return links.filter(
    (link) => isAt(link, selected) || (isNear && isWithin(link.from, area) && isWithin(link.to, area)),
  );
}

const isAt = ({ from, to }: Link, id: string | null): boolean => from.id === id || to.id === id;
/** May be seen: the rectangle around both ends, and what goes around their left, meets the area. */
export const crosses = ({ from, to }: Link, { left, top, right, bottom }: Area): boolean =>
  Math.max(from.x + from.width / 2, to.x + to.width / 2) >= left &&
  Math.min(from.x - from.width, to.x - to.width) <= right &&
  Math.max(from.y, to.y) >= top &&
  Math.min(from.y, to.y) <= bottom;

/** Strokes edges with their arrows, dashed where nobody declared them; `arrow` scales the heads. */
export function strokeLinks(
  context: CanvasRenderingContext2D,
  links: readonly Link[],
  ink: Ink,
  token: string,
  width: number,
  arrow: number,
): void {
  context.strokeStyle = context.fillStyle = ink.colour(token);
  context.lineWidth = width;
  const declared = links.filter(({ edge }) => edge.origin === "declared");
  const doubted = links.filter(({ edge }) => edge.origin !== "declared");
  for (const [group, dash] of [[declared, []] as const, [doubted, [3, 3]] as const]) {
    context.setLineDash(dash);
    for (let start = 0; start < group.length; start += CURVES_A_STROKE)
      strokeCurves(context, group.slice(start, start + CURVES_A_STROKE), arrow);
  }
  context.setLineDash([]);
}

/** An arrow head of this length at scale 1, px. */
const ARROW = 10;

function strokeCurves(context: CanvasRenderingContext2D, links: readonly Link[], scale: number): void {
  const [length, half] = [ARROW * scale, (ARROW * scale) / 2.4];
  const heads: { x: number; y: number; way: number }[] = [];
  context.beginPath();
  for (const { from, to } of links) {
    const { start, end, bends } = edgePath(from, to);
    const way = Math.sign(end.x - bends[1].x) || 1;
    context.moveTo(start.x, start.y);
    context.bezierCurveTo(bends[0].x, bends[0].y, bends[1].x, bends[1].y, end.x - way * length * 0.8, end.y);
    heads.push({ ...end, way });
  }
  context.stroke();
  context.beginPath();
  for (const { x, y, way } of heads) {
    context.moveTo(x, y);
    context.lineTo(x - way * length, y - half);
    context.lineTo(x - way * length, y + half);
  }
  context.fill();
}

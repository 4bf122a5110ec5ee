import type { MapEdge } from "./collapse.ts";

export type Direction = "left" | "down" | "up" | "right";
type Point = { x: number; y: number };

/**
 * Where the keys h, j, k and l lead. Left and right follow an edge when there is one in that direction, nearest in height
 * first; else, and for up and down, the nearest place within a cone of 45° around the direction.
 */
export function neighbourOf(
  id: string,
  direction: Direction,
  positions: ReadonlyMap<string, Point>,
  edges: readonly MapEdge[],
): string | undefined {
  const here = positions.get(id);
  if (here === undefined) return undefined;
  if (direction === "left" || direction === "right") {
    const joined = edges.flatMap(({ from, to }) => (from === id ? [to] : to === id ? [from] : []));
    const along = nearest(joined, here, direction, positions, joinedCost);
    if (along !== undefined) return along;
  }
  return nearest(positions.keys(), here, direction, positions, coneCost);
}

type Cost = (ahead: number, aside: number) => number;

const joinedCost: Cost = (ahead, aside) => (ahead > 0 ? aside + ahead / 10 : Infinity);
const coneCost: Cost = (ahead, aside) => (ahead > 0 && aside <= ahead ? ahead + 2 * aside : Infinity);

function nearest(
  ids: Iterable<string>,
  here: Point,
  direction: Direction,
  positions: ReadonlyMap<string, Point>,
  cost: Cost,
): string | undefined {
  let best: string | undefined;
  let least = Infinity;
  for (const id of ids) {
    const there = positions.get(id);
    if (there === undefined || there === here) continue;
    const price = cost(...alongAndAside(there.x - here.x, there.y - here.y, direction));
    if (price < least) [best, least] = [id, price];
  }
  return best;
}

function alongAndAside(dx: number, dy: number, direction: Direction): [ahead: number, aside: number] {
  if (direction === "left") return [-dx, Math.abs(dy)];
  if (direction === "right") return [dx, Math.abs(dy)];
  return direction === "up" ? [-dy, Math.abs(dx)] : [dy, Math.abs(dx)];
}

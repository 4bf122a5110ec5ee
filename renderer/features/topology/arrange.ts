import { compareText, groupKeyOf, type Placeable } from "./layout.ts";
import { LAYERS } from "./layers.ts";

type Edge = { from: string; to: string };

/**
 * The order in which a lane's groups and entities stand, so that few edges cross: each stands at the mean height of what
 * it is joined to on its left (barycentre heuristic of Sugiyama, Tagawa and Toda 1981), by name where that is equal.
 */
export function arrange(items: readonly Placeable[], edges: readonly Edge[]): Placeable[] {
  const joined = neighboursOf(edges);
  const heights = new Map<string, number>();
  const sorted = items.toSorted((a, b) => compareText(a.name, b.name) || compareText(a.id, b.id));
  const ordered: Placeable[] = [];
  for (const layer of LAYERS) {
    const members = sorted.filter((item) => item.layer === layer);
    const arranged = arrangeLayer(members, (id) => meanHeight(joined.get(id) ?? [], heights));
    arranged.forEach((item, index) => heights.set(item.id, index / arranged.length));
    ordered.push(...arranged);
  }
  return ordered;
}

function arrangeLayer(members: readonly Placeable[], heightOf: (id: string) => number | null): Placeable[] {
  const own = new Map(members.map((item) => [item.id, heightOf(item.id) ?? 1]));
  const groups = Map.groupBy(members, groupKeyOf);
  const height = (item: Placeable): number => own.get(item.id) ?? 1;
  const ranked = [...groups].map(([key, group]) => ({
    key,
    group,
    height: group.reduce((sum, item) => sum + height(item), 0) / group.length,
  }));
  ranked.sort((a, b) => a.height - b.height || compareText(a.key, b.key));
  return ranked.flatMap(({ group }) => group.toSorted((a, b) => height(a) - height(b)));
}

function meanHeight(ids: readonly string[], heights: ReadonlyMap<string, number>): number | null {
  const known = ids.flatMap((id) => heights.get(id) ?? []);
  return known.length === 0 ? null : known.reduce((sum, height) => sum + height, 0) / known.length;
}

function neighboursOf(edges: readonly Edge[]): Map<string, string[]> {
  const joined = new Map<string, string[]>();
  const join = (a: string, b: string): void => {
    const list = joined.get(a);
    if (list === undefined) joined.set(a, [b]);
    else list.push(b);
  };
  for (const { from, to } of edges) {
    join(from, to);
    join(to, from);
  }
  return joined;
}

import { LAYERS, type Layer } from "./layers.ts";

/** What the map needs to place an entity. Nothing that a refresh changes is in it. */
export type Placeable = { id: string; name: string; site: string | null; group: string | null; layer: Layer };

export type Box = { x: number; y: number; width: number; height: number };
export type PlacedGroup = Box & { key: string; site: string; layer: Layer; title: string | null; ids: string[] };
export type PlacedLane = Box & { site: string; ids: string[] };
export type MapLayout = {
  /** Centre of each entity. */
  positions: ReadonlyMap<string, { x: number; y: number }>;
  groups: PlacedGroup[];
  lanes: PlacedLane[];
  columns: { layer: Layer; x: number }[];
  width: number;
  height: number;
};

export const NODE = { width: 184, height: 22 } as const;
const ROW = 26;
const GROUP = { head: 24, foot: 6, gap: 12, pad: 4 } as const;
const LANE = { head: 36, foot: 14, gap: 12, x: 8 } as const;
const COLUMN = { gutter: 78, stackGutter: 14, firstX: 24 } as const;
const HEAD = 28;
/** Rows after which a column is folded into several side by side; the one that makes the map largest on the screen is taken. */
const FOLDS = [44, 32, 24, 16, 10] as const;
/** Above this many entities no fold makes names readable, and trying them all would take longer than a click may. */
const FOLD_TRIED_UP_TO = 1500;
/** The shape of the place for the map on a desk. */
const SCREEN = { width: 1240, height: 720 } as const;
const NO_SITE = "";

export const groupKeyOf = (item: Placeable): string => `${item.site ?? NO_SITE} ${item.layer} ${item.group ?? ""}`;

/** Places entities by lane (site), layer and the order given: a pure function, so the same estate always looks the same. */
export function layoutOf(items: readonly Placeable[]): MapLayout {
  const folds = items.length > FOLD_TRIED_UP_TO ? FOLDS.slice(0, 1) : FOLDS;
  const layouts = folds.map((rows) => foldedLayout(items, rows));
  return layouts.reduce((best, layout) => (scaleOf(layout) > scaleOf(best) ? layout : best));
}

const scaleOf = ({ width, height }: MapLayout): number => Math.min(SCREEN.width / width, SCREEN.height / height);

function foldedLayout(items: readonly Placeable[], maximumRows: number): MapLayout {
  const sites = orderSites(items);
  const stacks = sites.map((site) => stackSite(site, items, maximumRows));
  const columns = columnsOf(stacks);
  return place(sites, stacks, columns);
}

type Group = { key: string; title: string | null; layer: Layer; ids: string[] };
/** Per layer, the groups of each of its side-by-side stacks. */
type SiteStacks = Map<Layer, Group[][]>;

/** The largest site first: most of what is looked for stands there. */
function orderSites(items: readonly Placeable[]): string[] {
  const members = Map.groupBy(items, (item) => item.site ?? NO_SITE);
  const size = (site: string): number => (site === NO_SITE ? -1 : (members.get(site)?.length ?? 0));
  return [...members.keys()].sort((a, b) => size(b) - size(a) || compareText(a, b));
}

function stackSite(site: string, items: readonly Placeable[], maximumRows: number): SiteStacks {
  const groups = new Map<string, Group>();
  for (const item of items) {
    if ((item.site ?? NO_SITE) !== site) continue;
    const key = groupKeyOf(item);
    const group = groups.get(key) ?? { key, title: item.group, layer: item.layer, ids: [] };
    group.ids.push(item.id);
    groups.set(key, group);
  }
  const stacks: SiteStacks = new Map();
  for (const layer of LAYERS) {
    const mine = [...groups.values()]
      .filter((group) => group.layer === layer)
      .flatMap((group) => splitGroup(group, maximumRows));
    if (mine.length > 0) stacks.set(layer, fold(mine, maximumRows));
  }
  return stacks;
}

/** A group of more rows than a column holds goes on beside itself. */
function splitGroup(group: Group, maximumRows: number): Group[] {
  if (group.ids.length <= maximumRows) return [group];
  const parts: Group[] = [];
  for (let start = 0; start < group.ids.length; start += maximumRows) {
    parts.push({ ...group, key: `${group.key} ${start}`, ids: group.ids.slice(start, start + maximumRows) });
  }
  return parts;
}

function fold(groups: Group[], maximumRows: number): Group[][] {
  const stacks: Group[][] = [[]];
  let rows = 0;
  for (const group of groups) {
    const size = group.ids.length + 1;
    if (rows > 0 && rows + size > maximumRows + 1) {
      stacks.push([]);
      rows = 0;
    }
    stacks.at(-1)!.push(group);
    rows += size;
  }
  return stacks;
}

function columnsOf(stacks: readonly SiteStacks[]): { layer: Layer; x: number }[] {
  let x: number = COLUMN.firstX;
  const used = LAYERS.filter((layer) => stacks.some((site) => site.has(layer)));
  return used.map((layer) => {
    const widest = Math.max(1, ...stacks.map((site) => site.get(layer)?.length ?? 0));
    const column = { layer, x };
    x += widest * (NODE.width + 2 * GROUP.pad + COLUMN.stackGutter) - COLUMN.stackGutter + COLUMN.gutter;
    return column;
  });
}

function place(sites: string[], stacks: SiteStacks[], columns: { layer: Layer; x: number }[]): MapLayout {
  const positions = new Map<string, { x: number; y: number }>();
  const groups: PlacedGroup[] = [];
  const lanes: PlacedLane[] = [];
  const lastX = columns.at(-1)?.x ?? COLUMN.firstX;
  const lastStacks = Math.max(1, ...stacks.map((site) => site.get(columns.at(-1)?.layer ?? "entry")?.length ?? 0));
  const width = lastX + lastStacks * (NODE.width + 2 * GROUP.pad + COLUMN.stackGutter) + LANE.x;
  let top: number = HEAD;
  sites.forEach((site, index) => {
    const placed = columns.flatMap(({ layer, x }) =>
      placeStacks(site, stacks[index]!.get(layer) ?? [], x, top + LANE.head),
    );
    for (const group of placed) placeMembers(group, positions);
    const bottom = Math.max(...placed.map((group) => group.y + group.height)) + LANE.foot;
    groups.push(...placed);
    lanes.push({
      site,
      x: LANE.x,
      y: top,
      width: width - LANE.x,
      height: bottom - top,
      ids: placed.flatMap((group) => group.ids),
    });
    top = bottom + LANE.gap;
  });
  return { positions, groups, lanes, columns, width, height: top };
}

function placeStacks(site: string, stacks: Group[][], x: number, top: number): PlacedGroup[] {
  return stacks.flatMap((stack, column) => {
    let y = top;
    return stack.map((group) => {
      const height = GROUP.head + group.ids.length * ROW + GROUP.foot;
      const left = x + column * (NODE.width + 2 * GROUP.pad + COLUMN.stackGutter);
      const placed = { ...group, site, x: left, y, width: NODE.width + 2 * GROUP.pad, height };
      y += height + GROUP.gap;
      return placed;
    });
  });
}

function placeMembers(group: PlacedGroup, positions: Map<string, { x: number; y: number }>): void {
  group.ids.forEach((id, row) => {
    positions.set(id, { x: group.x + group.width / 2, y: group.y + GROUP.head + row * ROW + NODE.height / 2 });
  });
}

/** By code unit: the order must be the same on every machine, whatever its locale. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

import type { InvolvedEdge, InvolvedEntity } from "../../../shared/domain/incident.ts";

/** Column of each entity, from 0 at the left: what uses stands left of what it uses, so failure spreads right to left. */
export type Layers = ReadonlyMap<string, number>;

/**
 * Longest-path layering (Sugiyama, Tagawa, Toda 1981, step 2) from the right: an entity stands one column left of the
 * nearest thing it depends on, counted by the longest way. Edges that close a circle are left out of the count, and so are
 * neighbours that depend on nothing: they stand below what uses them, so that a small map is no wider than it must be.
 * What nothing uses stands in the first column.
 */
export function layersOf(entities: readonly InvolvedEntity[], edges: readonly InvolvedEdge[]): Layers {
  const known = new Set<string>(entities.map(({ id }) => id));
  const inside = edges.filter(({ from, to }) => known.has(from) && known.has(to) && from !== to);
  const leaves = leafNeighbours(entities, inside);
  const depth = longestWays(
    entities,
    inside.filter(({ to }) => !leaves.has(to)),
  );
  const last = Math.max(0, ...depth.values());
  const used = new Set<string>(inside.map(({ to }) => to));
  const column = (id: string): number => {
    if (leaves.has(id)) return last;
    return used.has(id) ? last - (depth.get(id) ?? 0) : 0;
  };
  return new Map(entities.map(({ id }) => [id, last === 0 ? 0 : column(id)]));
}

function leafNeighbours(entities: readonly InvolvedEntity[], edges: readonly InvolvedEdge[]): ReadonlySet<string> {
  const using = new Set<string>(edges.map(({ from }) => from));
  const used = new Set<string>(edges.map(({ to }) => to));
  return new Set(
    entities
      .filter(({ id, role }) => role === "neighbour" && used.has(id) && !using.has(id))
      .map(({ id }) => id as string),
  );
}

function longestWays(entities: readonly InvolvedEntity[], edges: readonly InvolvedEdge[]): ReadonlyMap<string, number> {
  const uses = new Map<string, string[]>(entities.map(({ id }) => [id, []]));
  for (const { from, to } of edges) uses.get(from)?.push(to);
  const depth = new Map<string, number>();
  const open = new Set<string>();
  const visit = (id: string): number => {
    const known = depth.get(id);
    if (known !== undefined) return known;
    if (open.has(id)) return -1;
    open.add(id);
    const deepest = Math.max(-1, ...(uses.get(id) ?? []).map(visit));
    open.delete(id);
    depth.set(id, deepest + 1);
    return deepest + 1;
  };
  for (const { id } of entities) visit(id);
  return depth;
}

const ROLE_ORDER = { cause: 0, effect: 1, neighbour: 2 } as const;

/**
 * Entities that a small map can show: the cause, then the affected by onset, then neighbours. Neighbours only place the
 * affected, so there are no more than `neighbours` of them: every one makes all names smaller.
 */
export function chooseEntities(
  entities: readonly InvolvedEntity[],
  { room, neighbours }: { room: number; neighbours: number },
): InvolvedEntity[] {
  const isNeighbour = ({ role }: InvolvedEntity): boolean => role === "neighbour";
  const ordered = inOrder(entities);
  return [
    ...ordered.filter((entity) => !isNeighbour(entity)),
    ...ordered.filter(isNeighbour).slice(0, neighbours),
  ].slice(0, room);
}

function inOrder(entities: readonly InvolvedEntity[]): InvolvedEntity[] {
  return entities.toSorted(
    (a, b) =>
      ROLE_ORDER[a.role] - ROLE_ORDER[b.role] ||
      (a.firstAlertAt ?? Infinity) - (b.firstAlertAt ?? Infinity) ||
      (a.name < b.name ? -1 : 1),
  );
}

/**
 * Order within columns by the mean row of neighbours, swept a few times (the barycentre rule of the same paper).
 * The start order is by name, so the same entities always come to stand in the same places.
 */
export function rowsOf(
  entities: readonly InvolvedEntity[],
  edges: readonly InvolvedEdge[],
  layers: Layers,
): ReadonlyMap<string, number> {
  const columns = Object.values(
    Object.groupBy(
      entities.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
      ({ id }) => layers.get(id) ?? 0,
    ),
  ).map((column = []) => column.map(({ id }) => id));
  const row = new Map<string, number>();
  const number = (column: readonly string[]): void =>
    column.forEach((id, index) => row.set(id, index - (column.length - 1) / 2));
  columns.forEach(number);
  const beside = new Map<string, string[]>();
  for (const { from, to } of edges) {
    beside.set(from, [...(beside.get(from) ?? []), to]);
    beside.set(to, [...(beside.get(to) ?? []), from]);
  }
  const pull = (id: string): number => {
    const rows = (beside.get(id) ?? []).flatMap((other) => row.get(other) ?? []);
    return rows.length === 0 ? (row.get(id) ?? 0) : rows.reduce((sum, value) => sum + value, 0) / rows.length;
  };
  for (let sweep = 0; sweep < 4; sweep += 1) {
    for (const column of sweep % 2 === 0 ? columns : columns.toReversed()) {
      const wanted = new Map(column.map((id) => [id, pull(id)]));
      column.sort((a, b) => (wanted.get(a) ?? 0) - (wanted.get(b) ?? 0));
      number(column);
    }
  }
  return row;
}

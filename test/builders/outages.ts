import { type Estate, estateOf } from "../../electron/engine/analysis/explain/estate.ts";
import { Correlator } from "../../electron/engine/analysis/explain/correlator.ts";
import type { Arrival } from "../../electron/engine/analysis/explain/state.ts";

/** A campus: buildings with floors, floors with rooms, rooms with sensors; each depends on what stands before it. */
export function aCampus({ buildings = 3, floors = 4, rooms = 6 } = {}): {
  estate: Estate;
  indexOf: Map<string, number>;
} {
  const entities: { id: string; kind: string }[] = [];
  const edges: { from: number; to: number; kind: string }[] = [];
  const add = (id: string, kind: string, on?: number): number => {
    const index = entities.push({ id, kind }) - 1;
    if (on !== undefined) edges.push({ from: index, to: on, kind: "feeds" });
    return index;
  };
  for (let building = 0; building < buildings; building++) {
    const riser = add(`building${building}-riser`, "riser");
    for (let floor = 0; floor < floors; floor++) {
      const panel = add(`building${building}-floor${floor}-panel`, "panel", riser);
      for (let room = 0; room < rooms; room++) {
        const name = `building${building}-floor${floor}-room${room}`;
        const controller = add(`${name}-controller`, "controller", panel);
        add(`${name}-thermometer`, "thermometer", controller);
      }
    }
  }
  const indexOf = new Map(entities.map(({ id }, index) => [id, index]));
  return { estate: estateOf(entities, edges), indexOf };
}

/** A small seeded source of numbers in [0,1) (mulberry32). */
export function dice(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export type Outage = { root: string; at: number };

/** An alert on its way: when it began, when it arrives undisturbed, and the outage it comes from (-1: none). */
export type Told = { arrival: Arrival; receivedAt: number; outage: number };

const CALM_MS = 30_000;

/** What the campus tells of some outages: everything below each root falls silent within some minutes, while here and there a battery is low. */
export function storyOf(
  outages: readonly Outage[],
  { seed = 1, hours = 3 } = {},
): { campus: ReturnType<typeof aCampus>; told: Told[] } {
  const campus = aCampus();
  const roll = dice(seed);
  const told: Told[] = [];
  const tell = (entity: number, name: string, at: number, outage: number): void => {
    const id = told.length;
    const arrival = { id, key: `${entity}/${name}`, kind: name, entity, places: [], isFiring: true, at };
    told.push({ arrival, receivedAt: at + 500 + Math.floor(roll() * 2_000), outage });
  };
  outages.forEach(({ root, at }, outage) => {
    for (const [entity, hops] of below(campus.estate, campus.indexOf.get(root)!)) {
      if (hops > 0 && roll() < 0.15) continue;
      tell(entity, "no answer", Math.floor(at + hops * 20_000 + roll() * 2 * CALM_MS), outage);
    }
  });
  const count = campus.estate.ids.length;
  for (let each = 0; each < hours * 20; each++) {
    tell(Math.floor(roll() * count), "battery low", Math.floor(roll() * hours * 3_600_000), -1);
  }
  return {
    campus,
    told: told.sort((left, right) => left.receivedAt - right.receivedAt || left.arrival.id - right.arrival.id),
  };
}

/** Everything that depends on an entity, itself included, with its distance. */
export function below({ dependents }: Estate, root: number): Map<number, number> {
  const found = new Map([[root, 0]]);
  for (const [entity, hops] of found) {
    for (let edge = dependents.start[entity]!; edge < dependents.start[entity + 1]!; edge++)
      found.set(dependents.to[edge]!, hops + 1);
  }
  return found;
}

export type Outcome = {
  /** By alert: its group in the end. */
  groups: number[];
  /** By group with an explanation: its root. */
  roots: Map<number, string>;
};

/** Correlates what was told, in the order in which it arrives. `restartAfter`: saves and restores after so many alerts. */
export function correlated(estate: Estate, told: readonly Told[], restartAfter = Infinity): Outcome {
  const firings: number[] = [];
  const groupOf: number[] = [];
  const roots = new Map<number, string>();
  const listener = {
    placed: (arrival: Arrival, firing: { number: number; group: { number: number } }): void => {
      firings[arrival.id] = firing.number;
      groupOf[firing.number] = firing.group.number;
    },
    moved: (firing: { number: number; group: { number: number } }): void => {
      groupOf[firing.number] = firing.group.number;
    },
    explained: (group: { number: number; explanation: { root: number } | null }): void => {
      roots.set(group.number, estate.ids[group.explanation!.root]!);
    },
  };
  let correlator = new Correlator(estate, listener);
  told.forEach(({ arrival, receivedAt }, index) => {
    if (index > 0 && index % restartAfter === 0) correlator = Correlator.restore(estate, listener, correlator.save());
    correlator.take(arrival, receivedAt);
  });
  correlator.advance(Infinity);
  const groups = told.map(({ arrival }) => groupOf[firings[arrival.id]!]!);
  return { groups, roots };
}

/** B-cubed F1 of two partitions of the same items (Bagga and Baldwin, 1998). */
export function agreement(one: readonly number[], other: readonly number[]): number {
  const cells = new Map<string, number>();
  const rows = new Map<number, number>();
  const columns = new Map<number, number>();
  one.forEach((row, index) => {
    const column = other[index]!;
    cells.set(`${row}/${column}`, (cells.get(`${row}/${column}`) ?? 0) + 1);
    rows.set(row, (rows.get(row) ?? 0) + 1);
    columns.set(column, (columns.get(column) ?? 0) + 1);
  });
  let precision = 0;
  let recall = 0;
  for (const [cell, count] of cells) {
    const [row, column] = cell.split("/").map(Number);
    precision += (count * count) / columns.get(column!)!;
    recall += (count * count) / rows.get(row!)!;
  }
  return (2 * precision * recall) / (precision + recall) / one.length;
}

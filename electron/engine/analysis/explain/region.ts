import type { Estate } from "./estate.ts";
import type { Firing } from "./group.ts";
import { type Rows, rowsOf } from "./rows.ts";
import { partsOf, type UpstreamFinder } from "./upstream.ts";

/** An entity with alerts. `entries` are those of its alerts, by their place in the region, that nothing has taken yet. */
export type Spot = {
  readonly entity: number;
  readonly node: number;
  entries: number[];
  isTaken: boolean;
  /** Log odds with which accepted faults explain its alerts: only what is better counts. */
  explained: number;
};

/** Who votes for each node: alerts in order of time, by their place, and how strongly the node's trouble would reach them. */
export type Voters = { start: Int32Array; entry: Int32Array; strength: Float32Array };

/**
 * Alerts that are explained together, and the part of the topology in which roots of them may lie. Its entities are numbered anew as
 * nodes, so that what is tried there costs as much as there are alerts, however much depends on a root.
 */
export type Region = {
  /** In order of time. */
  readonly firings: readonly Firing[];
  readonly spotOfEntry: Int32Array;
  readonly spots: Spot[];
  /** By node. */
  readonly entities: Int32Array;
  /** By node: its spot; -1 without alerts. */
  readonly spotOf: Int32Array;
  /** Nodes that depend on a node, and those that only it uses. */
  readonly dependents: Rows;
  readonly parts: Rows;
  /** Nodes beside each spot, either way. */
  readonly beside: readonly number[][];
  readonly voters: Voters;
  /** By spot: the nodes it votes for. */
  readonly upstreams: readonly { nodes: Int32Array; strengths: Float32Array }[];
};

/** A neighbour of very many says nothing. */
const MOST_NEIGHBOURS = 64;

/** Draws the regions of an estate. */
export class Mapper {
  private readonly estate: Estate;
  private readonly upstream: UpstreamFinder;
  private readonly nodeOf: Int32Array;

  constructor(estate: Estate, upstream: UpstreamFinder) {
    this.estate = estate;
    this.upstream = upstream;
    this.nodeOf = new Int32Array(estate.ids.length).fill(-1);
  }

  regionOf(alerts: readonly Firing[]): Region {
    const firings = [...alerts].sort((left, right) => left.at - right.at || left.number - right.number);
    const entities: number[] = [];
    const spots: Spot[] = [];
    const spotOfEntry = new Int32Array(firings.length);
    const spotOfEntity = new Map<number, number>();
    firings.forEach(({ key: { entity } }, entry) => {
      let spot = spotOfEntity.get(entity);
      if (spot === undefined) {
        spot = spots.length;
        spotOfEntity.set(entity, spot);
        spots.push({ entity, node: this.number(entity, entities), entries: [], isTaken: false, explained: 0 });
      }
      spots[spot]!.entries.push(entry);
      spotOfEntry[entry] = spot;
    });
    const upstreams = spots.map(({ entity }) => this.upstreamOf(entity, entities));
    const spotOf = new Int32Array(entities.length).fill(-1);
    spots.forEach(({ node }, spot) => (spotOf[node] = spot));
    const region: Region = {
      firings,
      spotOfEntry,
      spots,
      entities: Int32Array.from(entities),
      spotOf,
      dependents: this.dependentsAmong(entities),
      parts: this.partsAmong(entities),
      beside: spots.map(({ entity }) => this.besideOf(entity)),
      voters: votersOf(entities.length, spotOfEntry, upstreams),
      upstreams,
    };
    for (const entity of entities) this.nodeOf[entity] = -1;
    return region;
  }

  private number(entity: number, entities: number[]): number {
    if (this.nodeOf[entity]! < 0) this.nodeOf[entity] = entities.push(entity) - 1;
    return this.nodeOf[entity]!;
  }

  private upstreamOf(entity: number, entities: number[]): { nodes: Int32Array; strengths: Float32Array } {
    const { nodes, strengths } = this.upstream.of(entity);
    return { nodes: nodes.map((each) => this.number(each, entities)), strengths };
  }

  private dependentsAmong(entities: readonly number[]): Rows {
    const { start, to, strength } = this.estate.providers;
    return rowsOf(entities.length, (add) =>
      entities.forEach((entity, node) => {
        for (let edge = start[entity]!; edge < start[entity + 1]!; edge++) {
          const provider = this.nodeOf[to[edge]!]!;
          if (provider >= 0) add(provider, node, strength[edge]!);
        }
      }),
    );
  }

  private partsAmong(entities: readonly number[]): Rows {
    return rowsOf(entities.length, (add) =>
      entities.forEach((entity, node) => {
        for (const part of partsOf(this.estate, entity)) if (this.nodeOf[part]! >= 0) add(node, this.nodeOf[part]!, 1);
      }),
    );
  }

  private besideOf(entity: number): number[] {
    const found: number[] = [];
    for (const { start, to } of [this.estate.providers, this.estate.dependents]) {
      const end = Math.min(start[entity + 1]!, start[entity]! + MOST_NEIGHBOURS);
      for (let edge = start[entity]!; edge < end; edge++)
        if (this.nodeOf[to[edge]!]! >= 0) found.push(this.nodeOf[to[edge]!]!);
    }
    return found;
  }
}

function votersOf(
  count: number,
  spotOfEntry: Int32Array,
  upstreams: readonly { nodes: Int32Array; strengths: Float32Array }[],
): Voters {
  const { start, to, strength } = rowsOf(count, (add) =>
    spotOfEntry.forEach((spot, entry) => {
      const { nodes, strengths } = upstreams[spot]!;
      for (let index = 0; index < nodes.length; index++) add(nodes[index]!, entry, strengths[index]!);
    }),
  );
  return { start, entry: to, strength };
}

import type { Estate } from "./estate.ts";
import type { Firing } from "./group.ts";
import { type Rows, rowsOf } from "./rows.ts";
import type { UpstreamFinder } from "./upstream.ts";

/** An entity with alerts. `entries` are those of its alerts, by their place in the region, that nothing has taken yet. */
export type Spot = {
  readonly entity: number;
  readonly node: number;
  entries: number[];
  isTaken: boolean;
  /** Log odds with which accepted faults explain its alerts: only what is better counts. */
  explained: number;
};

/** What a spot votes for: nodes, how strongly the trouble of each would reach it, and the logarithm of that. */
export type Votes = { nodes: Int32Array; strengths: Float32Array; logStrengths: Float64Array };

/** Who votes for each node: alerts in order of time, by their place, and how strongly the node's trouble would reach them (logarithm). */
export type Voters = { start: Int32Array; entry: Int32Array; logStrength: Float32Array };

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
  /** By node: whether alerts that are not among these came there: it is not silent, and says nothing. */
  readonly isBystander: Uint8Array;
  /** Nodes that depend on a node, and those that only it uses. */
  readonly dependents: Rows;
  readonly parts: Rows;
  /** Spots beside each node, either way. */
  readonly beside: Rows;
  readonly voters: Voters;
  /** By spot. */
  readonly votes: readonly Votes[];
};

/** A neighbour of very many says nothing. */
const MOST_NEIGHBOURS = 64;

/** Draws the regions of an estate. */
export class Mapper {
  private readonly estate: Estate;
  private readonly upstream: UpstreamFinder;
  private readonly nodeOf: Int32Array;
  private readonly spotAt: Int32Array;

  constructor(estate: Estate, upstream: UpstreamFinder) {
    this.estate = estate;
    this.upstream = upstream;
    this.nodeOf = new Int32Array(estate.ids.length).fill(-1);
    this.spotAt = new Int32Array(estate.ids.length).fill(-1);
  }

  /** `bystanders`: entities with other alerts. */
  regionOf(alerts: readonly Firing[], bystanders: Iterable<number> = []): Region {
    const firings = [...alerts].sort((left, right) => left.at - right.at || left.number - right.number);
    const entities: number[] = [];
    const spots: Spot[] = [];
    const spotOfEntry = this.placeIn(spots, firings, entities);
    const votes = spots.map(({ entity }) => this.votesOf(entity, entities));
    const standing = [...bystanders].map((entity) => this.number(entity, entities));
    const isBystander = new Uint8Array(entities.length);
    for (const node of standing) isBystander[node] = 1;
    const spotOf = new Int32Array(entities.length).fill(-1);
    spots.forEach(({ node }, spot) => (spotOf[node] = spot));
    const region: Region = {
      firings,
      spotOfEntry,
      spots,
      entities: Int32Array.from(entities),
      spotOf,
      isBystander,
      dependents: this.dependentsAmong(entities),
      parts: this.partsAmong(entities),
      beside: this.besideSpots(spots, entities.length),
      voters: votersOf(entities.length, spotOfEntry, votes),
      votes,
    };
    for (const entity of entities) this.nodeOf[entity] = -1;
    for (const { entity } of spots) this.spotAt[entity] = -1;
    return region;
  }

  /** @returns the spot of each alert */
  private placeIn(spots: Spot[], firings: readonly Firing[], entities: number[]): Int32Array {
    const spotOfEntry = new Int32Array(firings.length);
    for (let entry = 0; entry < firings.length; entry++) {
      const { entity } = firings[entry]!.key;
      let spot = this.spotAt[entity]!;
      if (spot < 0) {
        spot = spots.push({
          entity,
          node: this.number(entity, entities),
          entries: [],
          isTaken: false,
          explained: 0,
        });
        this.spotAt[entity] = --spot;
      }
      spots[spot]!.entries.push(entry);
      spotOfEntry[entry] = spot;
    }
    return spotOfEntry;
  }

  private number(entity: number, entities: number[]): number {
    if (this.nodeOf[entity]! < 0) this.nodeOf[entity] = entities.push(entity) - 1;
    return this.nodeOf[entity]!;
  }

  private votesOf(entity: number, entities: number[]): Votes {
    const { nodes: upstream, strengths, logStrengths } = this.upstream.of(entity);
    const nodes = new Int32Array(upstream.length);
    for (let index = 0; index < nodes.length; index++) nodes[index] = this.number(upstream[index]!, entities);
    return { nodes, strengths, logStrengths };
  }

  private dependentsAmong(entities: readonly number[]): Rows {
    const { start, to, strength } = this.estate.providers;
    return rowsOf(entities.length, (add) => {
      for (let node = 0; node < entities.length; node++) {
        const end = start[entities[node]! + 1]!;
        for (let edge = start[entities[node]!]!; edge < end; edge++) {
          const provider = this.nodeOf[to[edge]!]!;
          if (provider >= 0) add(provider, node, strength[edge]!);
        }
      }
    });
  }

  private partsAmong(entities: readonly number[]): Rows {
    return rowsOf(entities.length, (add) => {
      for (let node = 0; node < entities.length; node++)
        for (const part of this.upstream.partsOf(entities[node]!))
          if (this.nodeOf[part]! >= 0) add(node, this.nodeOf[part]!, 1);
    });
  }

  private besideSpots(spots: readonly Spot[], nodes: number): Rows {
    const { providers, dependents } = this.estate;
    return rowsOf(nodes, (add) => {
      for (let spot = 0; spot < spots.length; spot++) {
        const { entity } = spots[spot]!;
        for (const { start, to } of [providers, dependents]) {
          const end = Math.min(start[entity + 1]!, start[entity]! + MOST_NEIGHBOURS);
          for (let edge = start[entity]!; edge < end; edge++)
            if (this.nodeOf[to[edge]!]! >= 0) add(this.nodeOf[to[edge]!]!, spot, 1);
        }
      }
    });
  }
}

function votersOf(count: number, spotOfEntry: Int32Array, votes: readonly Votes[]): Voters {
  const start = new Int32Array(count + 1);
  for (const spot of spotOfEntry) for (const node of votes[spot]!.nodes) start[node + 1]!++;
  for (let node = 0; node < count; node++) start[node + 1]! += start[node]!;
  const next = start.slice(0, count);
  const entry = new Int32Array(start[count]!);
  const logStrength = new Float32Array(start[count]!);
  for (let at = 0; at < spotOfEntry.length; at++) {
    const { nodes, logStrengths } = votes[spotOfEntry[at]!]!;
    for (let index = 0; index < nodes.length; index++) {
      const place = next[nodes[index]!]!++;
      entry[place] = at;
      logStrength[place] = logStrengths[index]!;
    }
  }
  return { start, entry, logStrength };
}

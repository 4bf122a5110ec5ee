import type { Estate } from "./estate.ts";
import type { Region } from "./region.ts";
import { Silence } from "./silence.ts";
import type { UpstreamFinder } from "./upstream.ts";
import { OWN_PART, SPEAKS_GIVEN_AFFECTED } from "./weights.ts";

/** Silence that is less likely than this is no less likely. */
const LEAST = 1e-300;
const NEAR_NOTHING = 1e-200;

/** What the silence of all that is no node of a region says. Remembered by node as long as the region is the same. */
export class Quiet {
  private readonly estate: Estate;
  private readonly upstream: UpstreamFinder;
  private readonly silences: Silence;
  private region!: Region;
  /** By level of silence and node; NaN: not worked out yet. */
  private known: (Float64Array | undefined)[] = [];

  constructor(estate: Estate, upstream: UpstreamFinder) {
    this.estate = estate;
    this.upstream = upstream;
    this.silences = new Silence(estate);
  }

  look(region: Region): void {
    this.region = region;
    this.known = [];
  }

  /** The probability of the silence below a node that is affected, with so much of the symptoms shown. */
  below(node: number, level: number): number {
    if (level === 0) return 1;
    const known = (this.known[level] ??= new Float64Array(this.region.entities.length).fill(NaN));
    if (Number.isNaN(known[node]!)) {
      const all = this.silences.below(this.region.entities[node]!, level);
      known[node] = probabilityOf(all - this.ofNodes(node, level, 1));
    }
    return known[node]!;
  }

  /** The same below a root of which only so much gets out, its silent parts included. */
  belowRoot(node: number, level: number, reach: number, shown: number): number {
    if (level === 0) return 1;
    const silent = this.upstream.partsOf(this.region.entities[node]!).length - this.partsWithin(node);
    const parts = (1 - OWN_PART * reach * SPEAKS_GIVEN_AFFECTED * shown) ** silent;
    if (reach === 1) return Math.max(LEAST, this.below(node, level) * parts);
    const { start, to, strength } = this.estate.dependents;
    const entity = this.region.entities[node]!;
    const all = new Product();
    for (let edge = start[entity]!; edge < start[entity + 1]!; edge++)
      all.times(this.silences.by(to[edge]!, strength[edge]! * reach, level));
    return Math.max(LEAST, probabilityOf(all.log() - this.ofNodes(node, level, reach)) * parts);
  }

  private partsWithin(node: number): number {
    const { start } = this.region.parts;
    return start[node + 1]! - start[node]!;
  }

  /** What the silence of those below would say that are nodes, logarithm. */
  private ofNodes(node: number, level: number, reach: number): number {
    const { dependents, entities } = this.region;
    const all = new Product();
    for (let edge = dependents.start[node]!; edge < dependents.start[node + 1]!; edge++)
      all.times(this.silences.by(entities[dependents.to[edge]!]!, dependents.strength[edge]! * reach, level));
    return all.log();
  }
}

const probabilityOf = (log: number): number => Math.max(LEAST, Math.exp(Math.min(0, log)));

/** A product of probabilities that may be smaller than numbers hold. */
class Product {
  private logs = 0;
  private value = 1;

  times(factor: number): void {
    this.value *= factor;
    if (this.value > NEAR_NOTHING) return;
    this.logs += Math.log(this.value);
    this.value = 1;
  }

  log(): number {
    return this.logs + Math.log(this.value);
  }
}

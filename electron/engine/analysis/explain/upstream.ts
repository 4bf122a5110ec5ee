import type { Estate } from "./estate.ts";
import { FAINT, MAXIMUM_HOPS, OWN_PART } from "./weights.ts";

/** What may be the root of trouble at an entity: itself, and what it depends on, by the strongest path to each. */
export type Upstream = { nodes: Int32Array; strengths: Float32Array; logStrengths: Float64Array };

/** More is no help: the strongest count. */
const MOST = 96;

/** Finds upstreams, and remembers them: the topology stays as it is. */
export class UpstreamFinder {
  private readonly estate: Estate;
  private readonly known: (Upstream | undefined)[] = [];
  private readonly parts: (number[] | undefined)[] = [];
  private readonly best: Float32Array;

  constructor(estate: Estate) {
    this.estate = estate;
    this.best = new Float32Array(estate.ids.length);
  }

  of(entity: number): Upstream {
    return (this.known[entity] ??= this.find(entity));
  }

  /** What only this entity uses: its replicas, its own volumes. */
  partsOf(entity: number): readonly number[] {
    return (this.parts[entity] ??= partsOf(this.estate, entity));
  }

  private find(entity: number): Upstream {
    const { best } = this;
    const found = [entity];
    best[entity] = 1;
    let layer = [entity];
    for (let hops = 0; hops < MAXIMUM_HOPS && layer.length > 0 && found.length < MOST; hops++) {
      const next: number[] = [];
      for (const node of layer) this.climb(node, best[node]!, found, next);
      layer = next;
    }
    for (const owner of ownersOf(this.estate, entity)) this.note(owner, OWN_PART, found, []);
    const nodes = Int32Array.from(found);
    const strengths = Float32Array.from(found, (node) => best[node]!);
    for (const node of found) best[node] = 0;
    return { nodes, strengths, logStrengths: Float64Array.from(strengths, Math.log) };
  }

  private climb(node: number, strength: number, found: number[], next: number[]): void {
    const { start, to, strength: share } = this.estate.providers;
    for (let edge = start[node]!; edge < start[node + 1]!; edge++)
      this.note(to[edge]!, strength * share[edge]!, found, next);
  }

  private note(node: number, strength: number, found: number[], next: number[]): void {
    const before = this.best[node]!;
    if (strength < FAINT || strength <= before) return;
    if (before === 0) found.push(node);
    this.best[node] = strength;
    next.push(node);
  }
}

/** The one entity that uses this one, if nothing else does: its fault shows here as well. */
export function ownersOf({ dependents }: Estate, entity: number): number[] {
  const from = dependents.start[entity]!;
  return dependents.start[entity + 1]! - from === 1 ? [dependents.to[from]!] : [];
}

/** What only this entity uses: its replicas, its own volumes. */
export function partsOf({ providers, dependents }: Estate, entity: number): number[] {
  const found: number[] = [];
  for (let edge = providers.start[entity]!; edge < providers.start[entity + 1]!; edge++) {
    const part = providers.to[edge]!;
    if (dependents.start[part + 1]! - dependents.start[part]! === 1) found.push(part);
  }
  return found;
}

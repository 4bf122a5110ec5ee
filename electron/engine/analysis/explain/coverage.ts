import type { Estate } from "./estate.ts";
import type { Evaluation } from "./evaluate.ts";
import type { Cover } from "./group.ts";
import { shownBy } from "./lag.ts";
import type { Region } from "./region.ts";
import { partsOf } from "./upstream.ts";
import { FAINT, MAXIMUM_HOPS, MOST_CERTAIN, OWN_PART, SPEAKS_GIVEN_AFFECTED } from "./weights.ts";

/** Works out whom an accepted explanation affects, also among those that have said nothing so far. */
export class Coverage {
  private readonly estate: Estate;
  private readonly pressure: Float32Array;
  private readonly hopsTo: Uint8Array;
  private touched: number[] = [];
  private queue: number[] = [];

  constructor(estate: Estate) {
    this.estate = estate;
    this.pressure = new Float32Array(estate.ids.length);
    this.hopsTo = new Uint8Array(estate.ids.length);
  }

  /** By entity. What is silent so far may only be late: there the chance before it was looked at counts. */
  of({ entities }: Region, evaluation: Evaluation, now: number): Map<number, Cover> {
    const { nodes, priors, probabilities, hops, startedAt, reach } = evaluation;
    const covers = new Map<number, Cover>();
    nodes.forEach((node, index) => {
      const probability = Math.min(MOST_CERTAIN, Math.max(priors[index]!, probabilities[index]!));
      covers.set(entities[node]!, { probability, hops: hops[index]! });
    });
    this.queue = [];
    this.touched = [];
    nodes.forEach((node, index) => {
      const through = hops[index] === 0 ? reach : 1;
      if (hops[index]! < MAXIMUM_HOPS)
        this.spread(entities[node]!, probabilities[index]!, through, hops[index]!, covers);
    });
    for (let at = 0; at < this.queue.length; at++) this.cover(this.queue[at]!, now - startedAt, covers);
    for (const entity of this.touched) this.pressure[entity] = 0;
    return covers;
  }

  private cover(entity: number, ageMs: number, covers: Map<number, Cover>): void {
    const hops = this.hopsTo[entity]!;
    const prior = Math.min(MOST_CERTAIN, this.pressure[entity]!);
    covers.set(entity, { probability: prior, hops });
    const speaks = SPEAKS_GIVEN_AFFECTED * shownBy(ageMs, hops);
    if (hops < MAXIMUM_HOPS) this.spread(entity, (prior * (1 - speaks)) / (1 - prior * speaks), 1, hops, covers);
  }

  private spread(
    entity: number,
    probability: number,
    reach: number,
    hops: number,
    covers: ReadonlyMap<number, Cover>,
  ): void {
    if (probability * reach < FAINT) return;
    const { start, to, strength } = this.estate.dependents;
    for (let edge = start[entity]!; edge < start[entity + 1]!; edge++)
      this.press(to[edge]!, probability * reach * strength[edge]!, hops + 1, covers);
    if (hops > 0) return;
    for (const part of partsOf(this.estate, entity)) this.press(part, OWN_PART * reach, 1, covers);
  }

  private press(entity: number, by: number, hops: number, covers: ReadonlyMap<number, Cover>): void {
    if (covers.has(entity) && this.pressure[entity] === 0) return;
    const before = this.pressure[entity]!;
    if (before === 0) this.touched.push(entity);
    this.pressure[entity] = before + by;
    if (before >= FAINT || before + by < FAINT) return;
    this.queue.push(entity);
    this.hopsTo[entity] = hops;
  }
}

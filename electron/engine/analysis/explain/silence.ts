import type { Estate } from "./estate.ts";
import { FAINT, SPEAKS_GIVEN_AFFECTED } from "./weights.ts";

/** The share of symptoms that should have shown is rounded to so many steps. */
const LEVELS = 12;
/** Silence is followed so far down: further on it says nothing that it has not said before. */
const DEPTH = 3;

/**
 * What the silence of all that depends on an entity says against trouble there. Silent symptoms of one fault are independent of each other
 * given the fault (noisy-or; Heckerman, 1989), so their sum can be had beforehand for each entity, and nobody has to walk among them.
 */
export class Silence {
  private readonly estate: Estate;
  /** By level: the odds of silence at an entity and below it, given that it is affected, and what its dependents add up to. */
  private readonly odds: (Float32Array | undefined)[] = [];
  private readonly sums: (Float64Array | undefined)[] = [];

  constructor(estate: Estate) {
    this.estate = estate;
  }

  /** The level for a share of symptoms that have shown by now. */
  static levelOf(shown: number): number {
    return Math.round(shown * (LEVELS - 1));
  }

  /** The probability of the silence of all dependents of an entity that is affected, logarithm. */
  below(entity: number, level: number): number {
    if (this.sums[level] === undefined) this.workOut(level);
    return this.sums[level]![entity]!;
  }

  /** The probability of the silence of one dependent and below it, by an edge of this strength. */
  by(dependent: number, strength: number, level: number): number {
    if (this.odds[level] === undefined) this.workOut(level);
    return strength < FAINT ? 1 : 1 - strength * (1 - this.odds[level]![dependent]!);
  }

  private workOut(level: number): void {
    const { start, to, strength } = this.estate.dependents;
    const count = this.estate.ids.length;
    const alone = 1 - (SPEAKS_GIVEN_AFFECTED * level) / (LEVELS - 1);
    const odds = new Float32Array(count).fill(alone);
    const sums = new Float64Array(count);
    for (let round = 0; round < DEPTH; round++) {
      for (let entity = 0; entity < count; entity++) {
        let sum = 0;
        for (let edge = start[entity]!; edge < start[entity + 1]!; edge++)
          if (strength[edge]! >= FAINT) sum += Math.log1p(-strength[edge]! * (1 - odds[to[edge]!]!));
        sums[entity] = sum;
      }
      if (round + 1 < DEPTH)
        for (let entity = 0; entity < count; entity++) odds[entity] = alone * Math.exp(sums[entity]!);
    }
    this.odds[level] = odds;
    this.sums[level] = sums;
  }
}

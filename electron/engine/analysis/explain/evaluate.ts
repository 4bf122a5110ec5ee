import type { Estate } from "./estate.ts";
import type { Firing } from "./group.ts";
import { shownBy } from "./lag.ts";
import { oddsOf } from "./odds.ts";
import {
  FAINT,
  HIDDEN_EDGE,
  MAXIMUM_HOPS,
  MOST_CERTAIN,
  OWN_PART,
  ROOT_PRIOR,
  ROOT_SPEAKS,
  SPEAKS_GIVEN_AFFECTED,
} from "./weights.ts";

/** An entity of the region that is explained, with its alerts that no accepted explanation has taken yet. */
export type Spot = {
  entity: number;
  firings: Firing[];
  isTaken: boolean;
  /** Log odds with which accepted faults explain its alerts: only what is better counts. */
  explained: number;
};

/**
 * A possible fault. `score`: log odds against coincidence, the price of one more fault included. `reach` in (0,1]: how much of it gets out
 * of its root.
 */
export type Trial = { root: number; startedAt: number; score: number; reach: number };

/** What it explains. */
export type Evaluation = Trial & {
  /** Entities reached, in order of their distance, with their probability after what has been seen of them. */
  entities: Int32Array;
  probabilities: Float32Array;
  /** The same before it was seen whether it alerts. */
  priors: Float32Array;
  hops: Uint8Array;
};

/** Walks what may be affected by a root, in the light of which of it alerts. Its scratch space is reused from call to call. */
export class Evaluator {
  private readonly estate: Estate;
  private readonly pressure: Float32Array;
  private readonly distance: Uint8Array;
  private readonly mark: Int32Array;
  private readonly spotMark: Int32Array;
  private readonly spotAt: Int32Array;
  private readonly queue: Int32Array;
  private readonly posterior: Float32Array;
  /** Log odds of what is seen at an entity and at all that it passes trouble to, given that it is affected. */
  private readonly branch: Float64Array;
  /** Where trouble comes from first, and how much of it by that edge. */
  private readonly parent: Int32Array;
  private readonly via: Float32Array;
  /** By hops: the share of symptoms that have shown by now. */
  private readonly shown = new Float64Array(MAXIMUM_HOPS + 2);
  /** In the order of the queue, without the root. */
  private readonly givens: number[] = [];
  private round = 0;
  private spotRound = 0;
  private spots: readonly Spot[] = [];
  private length = 0;
  /** Log odds that silence took from the last score. */
  private silence = 0;

  constructor(estate: Estate) {
    const count = estate.ids.length;
    this.estate = estate;
    this.pressure = new Float32Array(count);
    this.distance = new Uint8Array(count);
    this.mark = new Int32Array(count);
    this.spotMark = new Int32Array(count);
    this.spotAt = new Int32Array(count);
    this.queue = new Int32Array(count);
    this.posterior = new Float32Array(count);
    this.branch = new Float64Array(count);
    this.parent = new Int32Array(count);
    this.via = new Float32Array(count);
  }

  /** Sets the entities with alerts against which roots are evaluated from here on. */
  look(spots: readonly Spot[]): void {
    this.spots = spots;
    this.spotRound++;
    spots.forEach(({ entity }, index) => {
      this.spotMark[entity] = this.spotRound;
      this.spotAt[entity] = index;
    });
  }

  /**
   * How well a fault of `root` whose first sign came at `startedAt` explains what is seen at `now`, with the reach that suits best. It is
   * given up, with -Infinity, once silence has taken so much that it cannot be worth it: less than `worst`.
   */
  try(root: number, startedAt: number, now: number, worst: number): Trial {
    for (let hops = 0; hops < this.shown.length; hops++) this.shown[hops] = shownBy(now - startedAt, hops);
    const full = this.score(root, startedAt, 1, worst);
    if (this.silence > SILENCE_OF_NOTE) return { root, startedAt, score: full, reach: 1 };
    const little = this.score(root, startedAt, LITTLE_REACH, worst - LITTLE_REACH_PRIOR) + LITTLE_REACH_PRIOR;
    return little > full
      ? { root, startedAt, score: little, reach: LITTLE_REACH }
      : { root, startedAt, score: full, reach: 1 };
  }

  private score(root: number, startedAt: number, reach: number, worst: number): number {
    this.round++;
    this.silence = 0;
    this.length = 0;
    this.press(root, 1, 0, root, 1);
    for (let at = 0; at < this.length; at++) {
      const entity = this.queue[at]!;
      const hops = this.distance[entity]!;
      const prior = Math.min(hops === 0 ? 1 : MOST_CERTAIN, this.pressure[entity]!);
      this.weigh(entity, prior, hops, startedAt);
      if (ROOT_PRIOR + this.silence < worst) return -Infinity;
      if (hops < MAXIMUM_HOPS) this.spread(entity, this.posterior[entity]!, hops === 0 ? reach : 1, hops);
    }
    const score = ROOT_PRIOR + this.gatherBranches();
    this.settle();
    return score + this.beside(startedAt);
  }

  /**
   * Sums up branch by branch, from the ends to the root: either trouble came to a branch, and all in it counts, or it did not, and nothing
   * does (belief propagation on the tree of first paths: Pearl, 1988). @returns what all branches say for the root
   */
  private gatherBranches(): number {
    for (let at = this.length - 1; at > 0; at--) {
      const entity = this.queue[at]!;
      const parent = this.parent[entity]!;
      const given = this.given(entity);
      this.branch[parent]! += logMixture(given, this.branch[entity]!);
    }
    return this.branch[this.queue[0]!]!;
  }

  /** The chance of trouble here once it is where it comes from. */
  private given(entity: number): number {
    const via = this.via[entity]!;
    return Math.min(MOST_CERTAIN, this.pressure[entity]! + via * (1 - this.posterior[this.parent[entity]!]!));
  }

  /** From the root to the ends: the chance that trouble came to each entity, before and after its branch is looked at. */
  private settle(): void {
    const { queue, pressure, posterior } = this;
    this.givens.length = 0;
    for (let at = 1; at < this.length; at++) this.givens.push(this.given(queue[at]!));
    posterior[queue[0]!] = 1;
    for (let at = 1; at < this.length; at++) {
      const entity = queue[at]!;
      const given = this.givens[at - 1]!;
      const chance = posterior[this.parent[entity]!]!;
      pressure[entity] = chance * given;
      posterior[entity] =
        chance *
        Math.exp(Math.min(0, Math.log(given) + this.branch[entity]! - logMixture(given, this.branch[entity]!)));
    }
  }

  /** Whom this fault affects. */
  reach(trial: Trial, now: number): Evaluation {
    for (let hops = 0; hops < this.shown.length; hops++) this.shown[hops] = shownBy(now - trial.startedAt, hops);
    this.score(trial.root, trial.startedAt, trial.reach, -Infinity);
    const entities = this.queue.slice(0, this.length);
    const probabilities = new Float32Array(this.length);
    const priors = new Float32Array(this.length);
    const hops = new Uint8Array(this.length);
    entities.forEach((entity, index) => {
      probabilities[index] = this.posterior[entity]!;
      priors[index] = Math.min(MOST_CERTAIN, this.pressure[entity]!);
      hops[index] = this.distance[entity]!;
    });
    return { ...trial, entities, probabilities, priors, hops };
  }

  /** What is seen of the entity itself, and its probability thereafter. */
  private weigh(entity: number, prior: number, hops: number, startedAt: number): void {
    const spot = this.spotMark[entity] === this.spotRound ? this.spots[this.spotAt[entity]!]! : undefined;
    if (spot !== undefined && spot.isTaken) {
      this.posterior[entity] = prior;
      this.branch[entity] = 0;
      return;
    }
    if (spot === undefined) {
      const speaks = (hops === 0 ? ROOT_SPEAKS : SPEAKS_GIVEN_AFFECTED) * this.shown[hops]!;
      const seen = 1 - prior * speaks;
      this.posterior[entity] = (prior * (1 - speaks)) / seen;
      this.branch[entity] = Math.log(1 - speaks);
      this.silence += Math.log(seen);
      return;
    }
    const gain = gainOf(spot, startedAt, hops);
    const odds = Math.exp(gain);
    const seen = 1 - prior + prior * odds;
    this.posterior[entity] = (prior * odds) / seen;
    this.branch[entity] = gain;
  }

  private spread(entity: number, probability: number, reach: number, hops: number): void {
    const { dependents, providers } = this.estate;
    if (probability * reach < FAINT) return;
    for (let edge = dependents.start[entity]!; edge < dependents.start[entity + 1]!; edge++)
      this.press(dependents.to[edge]!, dependents.strength[edge]! * reach, hops + 1, entity, probability);
    const part = hops === 0 ? OWN_PART : 4 * HIDDEN_EDGE;
    for (let edge = providers.start[entity]!; edge < providers.start[entity + 1]!; edge++) {
      const provider = providers.to[edge]!;
      if (dependents.start[provider + 1]! - dependents.start[provider]! !== 1) continue;
      if (hops === 0 || this.spotMark[provider] === this.spotRound)
        this.press(provider, part * reach, hops + 1, entity, probability);
    }
  }

  private press(entity: number, via: number, hops: number, from: number, probability: number): void {
    const by = via * probability;
    if (this.mark[entity] === this.round) {
      this.pressure[entity]! += by;
      if (this.pressure[entity]! >= FAINT && this.distance[entity] === 255) this.enqueue(entity, hops, from, via);
      return;
    }
    this.mark[entity] = this.round;
    this.pressure[entity] = by;
    this.distance[entity] = 255;
    if (by >= FAINT || this.spotMark[entity] === this.spotRound) this.enqueue(entity, hops, from, via);
  }

  private enqueue(entity: number, hops: number, from: number, via: number): void {
    this.parent[entity] = from;
    this.via[entity] = via;
    this.distance[entity] = hops;
    this.queue[this.length++] = entity;
  }

  /** Alerts just beside what is affected: an edge may be missing. */
  private beside(startedAt: number): number {
    let score = 0;
    const reached = this.length;
    for (const spot of this.spots) {
      const { entity } = spot;
      if (spot.isTaken || (this.mark[entity] === this.round && this.distance[entity] !== 255)) continue;
      const hops = this.hopsBeside(entity);
      if (hops < 0) continue;
      const odds = Math.exp(gainOf(spot, startedAt, hops));
      const seen = 1 - HIDDEN_EDGE + HIDDEN_EDGE * odds;
      score += Math.log(seen);
      this.posterior[entity] = (HIDDEN_EDGE * odds) / seen;
      this.pressure[entity] = HIDDEN_EDGE;
      this.distance[entity] = hops;
      this.queue[this.length++] = entity;
    }
    for (let at = reached; at < this.length; at++) this.mark[this.queue[at]!] = this.round;
    return score;
  }

  /** One more than the hops of an affected neighbour; -1 without one. */
  private hopsBeside(entity: number): number {
    for (const { start, to } of [this.estate.providers, this.estate.dependents]) {
      const end = Math.min(start[entity + 1]!, start[entity]! + MOST_NEIGHBOURS);
      for (let edge = start[entity]!; edge < end; edge++) {
        const other = to[edge]!;
        if (this.mark[other] !== this.round || this.distance[other] === 255) continue;
        if (this.posterior[other]! > 0.5) return this.distance[other]! + 1;
      }
    }
    return -1;
  }
}

/** Silence below this asks whether the fault stays mostly within its root. */
const SILENCE_OF_NOTE = -2;
const LITTLE_REACH = 0.25;
const LITTLE_REACH_PRIOR = Math.log(0.3);
/** A neighbour of very many says nothing. */
const MOST_NEIGHBOURS = 64;

/** Logarithm of 1 - p + p e^odds. */
const logMixture = (p: number, odds: number): number =>
  odds > 30 ? Math.log(p) + odds : Math.log(1 - p + p * Math.exp(odds));

/** What a fault says of a spot beyond what those before it do. */
const gainOf = ({ firings, explained }: Spot, startedAt: number, hops: number): number =>
  explained === 0
    ? oddsOf(firings, startedAt, hops)
    : Math.max(0, oddsOf(firings, startedAt, hops) - explained - BRANCH_DOUBT);

/** Lags of one branch are late together: so much better is no better. */
const BRANCH_DOUBT = 1;

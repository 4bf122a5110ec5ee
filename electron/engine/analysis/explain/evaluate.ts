import type { Estate } from "./estate.ts";
import { shownBy } from "./lag.ts";
import { logMixture, oddsOf } from "./odds.ts";
import { Quiet } from "./quiet.ts";
import type { Region, Spot } from "./region.ts";
import { Silence } from "./silence.ts";
import type { UpstreamFinder } from "./upstream.ts";
import {
  ENTITY_AT_MOST,
  FAINT,
  HIDDEN_EDGE,
  MAXIMUM_HOPS,
  MOST_CERTAIN,
  OWN_PART,
  ROOT_PRIOR,
  ROOT_SPEAKS,
  SPEAKS_GIVEN_AFFECTED,
} from "./weights.ts";

/**
 * A possible fault at a node of a region. `score`: log odds against coincidence, the price of one more fault included. `reach` in (0,1]: how
 * much of it gets out of its root.
 */
export type Trial = { node: number; startedAt: number; score: number; reach: number };

/** What it explains. */
export type Evaluation = Trial & {
  /** Nodes reached, in order of their distance, with their probability after what has been seen of them. */
  nodes: Int32Array;
  probabilities: Float32Array;
  /** The same before it was seen whether they alert. */
  priors: Float32Array;
  hops: Uint8Array;
};

/** What is seen of what a root passes its trouble to first, and of all below it, in log odds. */
export type BranchPart = { node: number; odds: number; alerts: number; entities: number };

/** What a score is the sum of, in log odds. */
export type ScoreParts = {
  prior: number;
  /** What it costs that hardly anything gets out of the root; 0 when it does. */
  reach: number;
  /** The root's own alerts, or their absence. */
  own: number;
  /** The silence of those that depend on it, beyond the region. */
  quiet: number;
  branches: BranchPart[];
  /** Alerts just beside what is affected. */
  beside: number;
};

const NOT_QUEUED = 255;

/** Walks the nodes that a root may affect, in the light of which of them alert. Its scratch space is reused from call to call. */
export class Evaluator {
  private readonly quiet: Quiet;
  private pressure = new Float64Array(0);
  private distance = new Uint8Array(0);
  private mark = new Int32Array(0);
  private queue = new Int32Array(0);
  private posterior = new Float64Array(0);
  /** What is seen at a node and at all that it passes trouble to, given that it is affected: log odds of alerts, times odds of silence. */
  private loud = new Float64Array(0);
  private silent = new Float64Array(0);
  /** Where trouble comes from first, and how much of it by that edge. */
  private parent = new Int32Array(0);
  private via = new Float64Array(0);
  /** By place in the queue: the chance of trouble given that it is where it comes from, and the odds of its branch. */
  private givens = new Float64Array(0);
  private odds = new Float64Array(0);
  /** By hops: the odds of a silent entity, and the level of silence below. */
  private readonly unheard = new Float64Array(MAXIMUM_HOPS + 1);
  private readonly levels = new Uint8Array(MAXIMUM_HOPS + 1);
  private shownNext = 0;
  private isStrict = false;
  private round = 0;
  private region!: Region;
  private length = 0;
  /** Odds that silence took from the last score. */
  private silence = 1;
  /** What the last score has from its branches, and from beside them. */
  private last = { walked: 0, beside: 0 };

  constructor(estate: Estate, upstream: UpstreamFinder) {
    this.quiet = new Quiet(estate, upstream);
  }

  /** Whether silence further down counts in full from here on: it tells roots apart, and is no reason to leave an alert out. */
  beStrict(isStrict: boolean): void {
    this.isStrict = isStrict;
  }

  /** Sets the region in which roots are evaluated from here on. */
  look(region: Region): void {
    this.region = region;
    this.quiet.look(region);
    const size = region.entities.length;
    if (size <= this.mark.length) return;
    const room = 2 * size;
    this.pressure = new Float64Array(room);
    this.distance = new Uint8Array(room);
    this.mark = new Int32Array(room);
    this.queue = new Int32Array(room);
    this.posterior = new Float64Array(room);
    this.loud = new Float64Array(room);
    this.silent = new Float64Array(room);
    this.parent = new Int32Array(room);
    this.via = new Float64Array(room);
    this.givens = new Float64Array(room);
    this.odds = new Float64Array(room);
  }

  /**
   * How well a fault of `node` whose first sign came at `startedAt` explains what is seen at `now`, with the reach that suits best. It is
   * given up, with -Infinity, once silence has taken so much that it must stay below `least`, since alerts say no more than `most`.
   */
  try(node: number, startedAt: number, now: number, least: number, most: number): Trial {
    this.setTime(startedAt, now);
    const full = this.score(node, startedAt, 1, least - most);
    // What hardly leaves its root avoids no more than what silence took.
    const avoided = Number.isFinite(full) ? full - Math.log(this.silence) : most;
    if (avoided + LITTLE_REACH_PRIOR < Math.max(least, full)) return { node, startedAt, score: full, reach: 1 };
    const little = this.score(node, startedAt, LITTLE_REACH, least - LITTLE_REACH_PRIOR - most) + LITTLE_REACH_PRIOR;
    return little > full
      ? { node, startedAt, score: little, reach: LITTLE_REACH }
      : { node, startedAt, score: full, reach: 1 };
  }

  /** Whom this fault affects. */
  reach(trial: Trial, now: number): Evaluation {
    this.setTime(trial.startedAt, now);
    this.score(trial.node, trial.startedAt, trial.reach, -Infinity);
    const nodes = this.queue.slice(0, this.length);
    const probabilities = new Float32Array(this.length);
    const priors = new Float32Array(this.length);
    const hops = new Uint8Array(this.length);
    for (let index = 0; index < nodes.length; index++) {
      const node = nodes[index]!;
      probabilities[index] = this.posterior[node]!;
      priors[index] = Math.min(MOST_CERTAIN, this.pressure[node]!);
      hops[index] = this.distance[node]!;
    }
    return { ...trial, nodes, probabilities, priors, hops };
  }

  /** What the score that `try` gave a fault is made of. */
  partsOf({ node: root, startedAt, reach }: Trial, now: number): ScoreParts {
    this.setTime(startedAt, now);
    this.score(root, startedAt, reach, -Infinity);
    const { queue, parent, givens } = this;
    const branches: BranchPart[] = [];
    const branchOf = new Map<number, BranchPart>();
    for (let at = 1; at < this.last.walked; at++) {
      const node = queue[at]!;
      let part = branchOf.get(parent[node]!);
      if (part === undefined) {
        part = { node, odds: logMixture(givens[at]!, this.branchAt(node)), alerts: 0, entities: 0 };
        branches.push(part);
      }
      branchOf.set(node, part);
      const alerts = this.alertsAt(node);
      part.alerts += alerts;
      if (alerts > 0) part.entities++;
    }
    const quiet = Math.log(this.quiet.belowRoot(root, this.levels[0]!, reach, this.shownNext));
    const ofBranches = branches.reduce((sum, { odds }) => sum + odds, 0);
    return {
      prior: ROOT_PRIOR,
      reach: reach === 1 ? 0 : LITTLE_REACH_PRIOR,
      own: this.branchAt(root) - ofBranches - quiet,
      quiet,
      branches,
      beside: this.last.beside,
    };
  }

  private alertsAt(node: number): number {
    const spot = this.region.spots[this.region.spotOf[node]!];
    return spot === undefined || spot.isTaken ? 0 : spot.entries.length;
  }

  private setTime(startedAt: number, now: number): void {
    this.shownNext = shownBy(now - startedAt, 1);
    for (let hops = 0; hops <= MAXIMUM_HOPS; hops++) {
      this.unheard[hops] = 1 - (hops === 0 ? ROOT_SPEAKS : SPEAKS_GIVEN_AFFECTED) * shownBy(now - startedAt, hops);
      this.levels[hops] = Silence.levelOf(shownBy(now - startedAt, hops + 1));
    }
  }

  private score(root: number, startedAt: number, reach: number, worst: number): number {
    const least = Math.exp(worst - ROOT_PRIOR);
    this.round++;
    this.silence = 1;
    this.length = 0;
    this.press(root, 1, 0, root, 1);
    for (let at = 0; at < this.length; at++) {
      const node = this.queue[at]!;
      const hops = this.distance[node]!;
      const prior = Math.min(hops === 0 ? 1 : MOST_CERTAIN, this.pressure[node]!);
      this.weigh(node, prior, hops, startedAt, reach);
      if (this.silence < least) return -Infinity;
      if (hops < MAXIMUM_HOPS) this.spread(node, this.posterior[node]!, hops === 0 ? reach : 1, hops);
    }
    const score = ROOT_PRIOR + this.gatherBranches();
    this.settle();
    const walked = this.length;
    const beside = this.beside(startedAt);
    this.last = { walked, beside };
    return score + beside;
  }

  /**
   * Sums up branch by branch, from the ends to the root: either trouble came to a branch, and all in it counts, or it did not, and nothing
   * does (belief propagation on the tree of first paths: Pearl, 1988). @returns what all branches say for the root
   */
  private gatherBranches(): number {
    const { queue, parent, loud, silent, givens } = this;
    for (let at = this.length - 1; at > 0; at--) {
      const node = queue[at]!;
      const from = parent[node]!;
      const given = this.given(node);
      givens[at] = given;
      if (loud[node] === 0) {
        this.odds[at] = silent[node]!;
        silent[from]! *= 1 - given + given * silent[node]!;
        if (silent[from]! < NEAR_NOTHING) this.fold(from);
        continue;
      }
      const odds = this.branchAt(node);
      this.odds[at] = Math.exp(Math.min(MOST_EXPONENT, odds));
      loud[from]! += logMixture(given, odds);
    }
    return this.branchAt(queue[0]!);
  }

  /** What is seen at a node and of all that it passes trouble to, in log odds. */
  private branchAt(node: number): number {
    return this.loud[node]! + Math.log(this.silent[node]!);
  }

  private fold(node: number): void {
    this.loud[node]! += Math.log(this.silent[node]!);
    this.silent[node] = 1;
  }

  /** The chance of trouble here once it is where it comes from. */
  private given(node: number): number {
    return Math.min(MOST_CERTAIN, this.pressure[node]! + this.via[node]! * (1 - this.posterior[this.parent[node]!]!));
  }

  /** From the root to the ends: the chance that trouble came to each node, before and after its branch is looked at. */
  private settle(): void {
    const { queue, pressure, posterior } = this;
    posterior[queue[0]!] = 1;
    for (let at = 1; at < this.length; at++) {
      const node = queue[at]!;
      const given = this.givens[at]!;
      const chance = posterior[this.parent[node]!]!;
      const odds = this.odds[at]!;
      pressure[node] = chance * given;
      posterior[node] = (chance * given * odds) / (1 - given + given * odds);
    }
  }

  /** What silence takes at least from a root here, about so long after its first sign: all that is no node and does not alert. */
  silenceAt(node: number, ageMs: number): number {
    const below = Math.log(this.quiet.below(node, Silence.levelOf(shownBy(ageMs, 1))));
    const root = this.region.spotOf[node]! < 0 ? Math.log1p(-ROOT_SPEAKS * shownBy(ageMs, 0)) : 0;
    return root + Math.max(below, LITTLE_REACH * below + LITTLE_REACH_PRIOR);
  }

  /** What is seen of the node itself and of all below it beyond the region, and its probability thereafter. */
  private weigh(node: number, prior: number, hops: number, startedAt: number, reach: number): void {
    const at = this.region.spotOf[node]!;
    const quiet =
      hops === 0 ? this.quiet.belowRoot(node, this.levels[0]!, reach, this.shownNext) : this.quietBeyond(node, hops);
    let odds = 1;
    this.loud[node] = 0;
    if (at < 0) odds = this.region.isBystander[node] === 1 ? 1 : this.unheard[hops]!;
    else {
      const spot = this.region.spots[at]!;
      const gain = spot.isTaken ? 0 : this.gainOf(spot, startedAt, hops);
      if (gain > 0) {
        odds = Math.exp(gain);
        this.loud[node] = gain;
      }
    }
    this.silent[node] = odds < 1 ? odds * quiet : quiet;
    if (this.silent[node]! < 1) this.silence *= 1 - prior + prior * this.silent[node]!;
    this.posterior[node] = (prior * odds) / (1 - prior + prior * odds);
  }

  /** The same away from the root, where trouble may have come to an end. */
  private quietBeyond(node: number, hops: number): number {
    if (hops === MAXIMUM_HOPS) return 1;
    const quiet = this.quiet.below(node, this.levels[hops]!);
    return this.isStrict ? quiet : ENDS_HERE + (1 - ENDS_HERE) * quiet;
  }

  private spread(node: number, probability: number, reach: number, hops: number): void {
    if (probability * reach < FAINT) return;
    const { dependents, parts, spotOf } = this.region;
    for (let edge = dependents.start[node]!; edge < dependents.start[node + 1]!; edge++)
      this.press(dependents.to[edge]!, dependents.strength[edge]! * reach, hops + 1, node, probability);
    const part = hops === 0 ? OWN_PART : 4 * HIDDEN_EDGE;
    for (let edge = parts.start[node]!; edge < parts.start[node + 1]!; edge++)
      if (hops === 0 || spotOf[parts.to[edge]!]! >= 0)
        this.press(parts.to[edge]!, part * reach, hops + 1, node, probability);
  }

  private press(node: number, via: number, hops: number, from: number, probability: number): void {
    const by = via * probability;
    if (this.mark[node] === this.round) {
      this.pressure[node]! += by;
      if (this.pressure[node]! >= FAINT && this.distance[node] === NOT_QUEUED) this.enqueue(node, hops, from, via);
      return;
    }
    this.mark[node] = this.round;
    this.pressure[node] = by;
    this.distance[node] = NOT_QUEUED;
    if (by >= FAINT || this.region.spotOf[node]! >= 0) this.enqueue(node, hops, from, via);
  }

  private enqueue(node: number, hops: number, from: number, via: number): void {
    this.parent[node] = from;
    this.via[node] = via;
    this.distance[node] = hops;
    this.queue[this.length++] = node;
  }

  /** Alerts just beside what is affected: an edge may be missing. */
  private beside(startedAt: number): number {
    let score = 0;
    const reached = this.length;
    const { spots, beside } = this.region;
    for (let from = 0; from < reached; from++) {
      const affected = this.queue[from]!;
      if (this.posterior[affected]! <= 0.5) continue;
      for (let edge = beside.start[affected]!; edge < beside.start[affected + 1]!; edge++) {
        const spot = spots[beside.to[edge]!]!;
        const { node } = spot;
        if (spot.isTaken || (this.mark[node] === this.round && this.distance[node] !== NOT_QUEUED)) continue;
        const hops = this.distance[affected]! + 1;
        const odds = Math.exp(this.gainOf(spot, startedAt, hops));
        const seen = 1 - HIDDEN_EDGE + HIDDEN_EDGE * odds;
        score += Math.log(seen);
        this.posterior[node] = (HIDDEN_EDGE * odds) / seen;
        this.pressure[node] = HIDDEN_EDGE;
        this.mark[node] = this.round;
        this.distance[node] = hops;
        this.queue[this.length++] = node;
      }
    }
    return score;
  }

  /** What a fault says of a spot beyond what those before it do. */
  private gainOf({ entries, explained }: Spot, startedAt: number, hops: number): number {
    if (explained === 0) return oddsOf(this.region.firings, entries, startedAt, hops);
    const odds = oddsOf(this.region.firings, entries, startedAt, hops, 1, Infinity);
    return Math.min(ENTITY_AT_MOST, Math.max(0, odds - explained - BRANCH_DOUBT));
  }
}

const LITTLE_REACH = 0.25;
const LITTLE_REACH_PRIOR = Math.log(0.3);
/** Trouble that has come to an entity gets no further this often. */
const ENDS_HERE = 0.3;
/** Beyond that nothing is more certain, and numbers still divide. */
const MOST_EXPONENT = 300;
const NEAR_NOTHING = 1e-200;
/** Lags of one branch are late together: so much better is no better. */
const BRANCH_DOUBT = 1;

import type { Estate } from "./estate.ts";
import { shownBy } from "./lag.ts";
import { oddsOf } from "./odds.ts";
import type { Region, Spot } from "./region.ts";
import { Silence } from "./silence.ts";
import { partsOf } from "./upstream.ts";
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
  private readonly estate: Estate;
  private readonly silences: Silence;
  private pressure = new Float32Array(0);
  private distance = new Uint8Array(0);
  private mark = new Int32Array(0);
  private queue = new Int32Array(0);
  private posterior = new Float32Array(0);
  /** Log odds of what is seen at a node and at all that it passes trouble to, given that it is affected. */
  private branch = new Float64Array(0);
  /** Where trouble comes from first, and how much of it by that edge. */
  private parent = new Int32Array(0);
  private via = new Float32Array(0);
  private givens = new Float64Array(0);
  /** By level of silence and node: what silence below a node says, beyond the region; NaN: not worked out yet. */
  private quiets: (Float64Array | undefined)[] = [];
  /** By hops: the share of symptoms that have shown by now. */
  private readonly shown = new Float64Array(MAXIMUM_HOPS + 2);
  private isStrict = false;
  private round = 0;
  private region!: Region;
  private length = 0;
  /** Log odds that silence took from the last score. */
  private silence = 0;
  /** What the last score has from its branches, and from beside them. */
  private last = { walked: 0, beside: 0 };

  constructor(estate: Estate) {
    this.estate = estate;
    this.silences = new Silence(estate);
  }

  /** Whether silence further down counts in full from here on: it tells roots apart, and is no reason to leave an alert out. */
  beStrict(isStrict: boolean): void {
    this.isStrict = isStrict;
  }

  /** Sets the region in which roots are evaluated from here on. */
  look(region: Region): void {
    this.region = region;
    this.quiets = [];
    const size = region.entities.length;
    if (size <= this.mark.length) return;
    const room = 2 * size;
    this.pressure = new Float32Array(room);
    this.distance = new Uint8Array(room);
    this.mark = new Int32Array(room);
    this.queue = new Int32Array(room);
    this.posterior = new Float32Array(room);
    this.branch = new Float64Array(room);
    this.parent = new Int32Array(room);
    this.via = new Float32Array(room);
    this.givens = new Float64Array(room);
  }

  /**
   * How well a fault of `node` whose first sign came at `startedAt` explains what is seen at `now`, with the reach that suits best. It is
   * given up, with -Infinity, once silence has taken so much that it cannot be worth it: less than `worst`.
   */
  try(node: number, startedAt: number, now: number, worst: number): Trial {
    this.setTime(startedAt, now);
    const full = this.score(node, startedAt, 1, worst);
    if (this.silence > SILENCE_OF_NOTE) return { node, startedAt, score: full, reach: 1 };
    const little = this.score(node, startedAt, LITTLE_REACH, worst - LITTLE_REACH_PRIOR) + LITTLE_REACH_PRIOR;
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
    nodes.forEach((node, index) => {
      probabilities[index] = this.posterior[node]!;
      priors[index] = Math.min(MOST_CERTAIN, this.pressure[node]!);
      hops[index] = this.distance[node]!;
    });
    return { ...trial, nodes, probabilities, priors, hops };
  }

  /** What the score that `try` gave a fault is made of. */
  partsOf({ node: root, startedAt, reach }: Trial, now: number): ScoreParts {
    this.setTime(startedAt, now);
    this.score(root, startedAt, reach, -Infinity);
    const { queue, parent, branch, givens } = this;
    const branches: BranchPart[] = [];
    const branchOf = new Map<number, BranchPart>();
    for (let at = 1; at < this.last.walked; at++) {
      const node = queue[at]!;
      let part = branchOf.get(parent[node]!);
      if (part === undefined) {
        part = { node, odds: logMixture(givens[at]!, branch[node]!), alerts: 0, entities: 0 };
        branches.push(part);
      }
      branchOf.set(node, part);
      const alerts = this.alertsAt(node);
      part.alerts += alerts;
      if (alerts > 0) part.entities++;
    }
    const quiet = this.quietBelow(root, 0, reach);
    const ofBranches = branches.reduce((sum, { odds }) => sum + odds, 0);
    return {
      prior: ROOT_PRIOR,
      reach: reach === 1 ? 0 : LITTLE_REACH_PRIOR,
      own: branch[root]! - ofBranches - quiet,
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
    for (let hops = 0; hops < this.shown.length; hops++) this.shown[hops] = shownBy(now - startedAt, hops);
  }

  private score(root: number, startedAt: number, reach: number, worst: number): number {
    this.round++;
    this.silence = 0;
    this.length = 0;
    this.press(root, 1, 0, root, 1);
    for (let at = 0; at < this.length; at++) {
      const node = this.queue[at]!;
      const hops = this.distance[node]!;
      const prior = Math.min(hops === 0 ? 1 : MOST_CERTAIN, this.pressure[node]!);
      this.weigh(node, prior, hops, startedAt, reach);
      if (ROOT_PRIOR + this.silence < worst) return -Infinity;
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
    for (let at = this.length - 1; at > 0; at--) {
      const node = this.queue[at]!;
      const given = this.given(node);
      this.givens[at] = given;
      this.branch[this.parent[node]!]! += logMixture(given, this.branch[node]!);
    }
    return this.branch[this.queue[0]!]!;
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
      const odds = Math.exp(Math.min(MOST_EXPONENT, this.branch[node]!));
      pressure[node] = chance * given;
      posterior[node] = (chance * given * odds) / (1 - given + given * odds);
    }
  }

  /** What silence takes at least from a root here, about so long after its first sign: all that is no node and does not alert. */
  silenceAt(node: number, ageMs: number): number {
    const level = Silence.levelOf(shownBy(ageMs, 1));
    const below = this.quietAt(node, level);
    const root = this.region.spotOf[node]! < 0 ? Math.log1p(-ROOT_SPEAKS * shownBy(ageMs, 0)) : 0;
    return root + Math.max(below, LITTLE_REACH * below + LITTLE_REACH_PRIOR);
  }

  /** What is seen of the node itself and of all below it beyond the region, and its probability thereafter. */
  private weigh(node: number, prior: number, hops: number, startedAt: number, reach: number): void {
    const at = this.region.spotOf[node]!;
    const quiet = hops === 0 ? this.quietBelow(node, hops, reach) : this.quietBeyond(node, hops);
    let odds = 1;
    if (at < 0) {
      odds = 1 - (hops === 0 ? ROOT_SPEAKS : SPEAKS_GIVEN_AFFECTED) * this.shown[hops]!;
      this.branch[node] = Math.log(odds) + quiet;
    } else {
      const spot = this.region.spots[at]!;
      const gain = spot.isTaken ? 0 : this.gainOf(spot, startedAt, hops);
      if (gain > 0) odds = Math.exp(gain);
      this.branch[node] = gain + quiet;
    }
    if (quiet < 0 || odds < 1) this.silence += Math.log(1 - prior + prior * Math.min(1, odds) * Math.exp(quiet));
    this.posterior[node] = (prior * odds) / (1 - prior + prior * odds);
  }

  /** The same away from the root, where trouble may have come to an end. */
  private quietBeyond(node: number, hops: number): number {
    if (hops === MAXIMUM_HOPS) return 0;
    const quiet = this.quietBelow(node, hops, 1);
    return quiet < 0 && !this.isStrict ? Math.log(ENDS_HERE + (1 - ENDS_HERE) * Math.exp(quiet)) : quiet;
  }

  /** What the silence of those below says that are no nodes. */
  private quietBelow(node: number, hops: number, reach: number): number {
    const level = Silence.levelOf(this.shown[hops + 1]!);
    if (level === 0) return 0;
    let sum: number;
    if (reach === 1) sum = this.quietAt(node, level);
    else {
      sum = 0;
      const { start, to, strength } = this.estate.dependents;
      const entity = this.region.entities[node]!;
      for (let edge = start[entity]!; edge < start[entity + 1]!; edge++)
        sum += this.silences.by(to[edge]!, strength[edge]! * reach, level);
      sum -= this.ofNodes(node, level, reach);
    }
    if (hops > 0) return sum;
    const own = partsOf(this.estate, this.region.entities[node]!).length;
    const { parts } = this.region;
    const silent = own - (parts.start[node + 1]! - parts.start[node]!);
    return sum + silent * Math.log1p(-OWN_PART * reach * SPEAKS_GIVEN_AFFECTED * this.shown[1]!);
  }

  private quietAt(node: number, level: number): number {
    let quiets = this.quiets[level];
    if (quiets === undefined) {
      quiets = new Float64Array(this.region.entities.length).fill(NaN);
      this.quiets[level] = quiets;
    }
    if (Number.isNaN(quiets[node]!))
      quiets[node] = Math.min(
        0,
        this.silences.below(this.region.entities[node]!, level) - this.ofNodes(node, level, 1),
      );
    return quiets[node]!;
  }

  /** What the silence of those below would say that are nodes. */
  private ofNodes(node: number, level: number, reach: number): number {
    const { dependents, entities } = this.region;
    let sum = 0;
    for (let edge = dependents.start[node]!; edge < dependents.start[node + 1]!; edge++)
      sum += this.silences.by(entities[dependents.to[edge]!]!, dependents.strength[edge]! * reach, level);
    return sum;
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
    const { spots } = this.region;
    for (let at = 0; at < spots.length; at++) {
      const spot = spots[at]!;
      const { node } = spot;
      if (spot.isTaken || (this.mark[node] === this.round && this.distance[node] !== NOT_QUEUED)) continue;
      const hops = this.hopsBeside(at);
      if (hops < 0) continue;
      const odds = Math.exp(this.gainOf(spot, startedAt, hops));
      const seen = 1 - HIDDEN_EDGE + HIDDEN_EDGE * odds;
      score += Math.log(seen);
      this.posterior[node] = (HIDDEN_EDGE * odds) / seen;
      this.pressure[node] = HIDDEN_EDGE;
      this.distance[node] = hops;
      this.queue[this.length++] = node;
    }
    for (let at = reached; at < this.length; at++) this.mark[this.queue[at]!] = this.round;
    return score;
  }

  /** One more than the hops of an affected neighbour; -1 without one. */
  private hopsBeside(spot: number): number {
    for (const other of this.region.beside[spot]!) {
      if (this.mark[other] !== this.round || this.distance[other] === NOT_QUEUED) continue;
      if (this.posterior[other]! > 0.5) return this.distance[other]! + 1;
    }
    return -1;
  }

  /** What a fault says of a spot beyond what those before it do. */
  private gainOf({ entries, explained }: Spot, startedAt: number, hops: number): number {
    const odds = oddsOf(this.region.firings, entries, startedAt, hops);
    return explained === 0 ? odds : Math.max(0, odds - explained - BRANCH_DOUBT);
  }
}

/** Silence below this asks whether the fault stays mostly within its root. */
const SILENCE_OF_NOTE = -2;
const LITTLE_REACH = 0.25;
const LITTLE_REACH_PRIOR = Math.log(0.3);
/** Trouble that has come to an entity gets no further this often. */
const ENDS_HERE = 0.3;
/** Beyond that nothing is more certain, and numbers still divide. */
const MOST_EXPONENT = 300;
/** Lags of one branch are late together: so much better is no better. */
const BRANCH_DOUBT = 1;

/** Logarithm of 1 - p + p e^odds. */
const logMixture = (p: number, odds: number): number =>
  odds > 30 ? Math.log(p) + odds : Math.log(1 - p + p * Math.exp(odds));

import type { Spot } from "./evaluate.ts";
import type { UpstreamFinder } from "./upstream.ts";
import { saidInTime } from "./odds.ts";
import { ENTITY_AT_MOST } from "./weights.ts";

/** An alert that says so much at a root is a strong one. */
const STRONG = 4;
/** Roots that are looked at in full, of those for which the alerts vote. */
const CANDIDATES = 14;

/** What alerts say for one possible root at first sight, in log odds. `most` is what they could say if its trouble reached all of them. */
export type Vote = { node: number; quick: number; strong: number; most: number; spots: Spot[]; strengths: number[] };

/** Counts votes for possible roots, and takes them back. Its scratch space is reused from one region to the next. */
export class Ballot {
  private readonly upstream: UpstreamFinder;
  private readonly placeOf: Int32Array;
  private readonly votes: Vote[] = [];

  constructor(upstream: UpstreamFinder, entities: number) {
    this.upstream = upstream;
    this.placeOf = new Int32Array(entities).fill(-1);
  }

  /** Begins anew with these. */
  open(spots: readonly Spot[]): void {
    for (const { node } of this.votes) this.placeOf[node] = -1;
    this.votes.length = 0;
    for (const spot of spots) if (!spot.isTaken) this.cast(spot);
  }

  /** The votes of a spot that has lost alerts since it gave them; `before` are the odds that it had. @returns the roots concerned */
  recount(spot: Spot, before: number): Int32Array {
    const after = spot.isTaken ? 0 : saidBy(spot);
    const { nodes, strengths } = this.upstream.of(spot.entity);
    for (let index = 0; index < nodes.length; index++) {
      const vote = this.votes[this.placeOf[nodes[index]!]!]!;
      this.add(vote, before, strengths[index]!, -1);
      this.add(vote, after, strengths[index]!, 1);
    }
    return nodes;
  }

  /** Those that most evidence speaks for, and those that most strong alerts do: what very much depends on collects the background of all. */
  promising(): Vote[] {
    const quick = this.first((vote) => vote.quick);
    const strong = this.first((vote) => vote.strong);
    return [...new Set([...quick, ...strong])];
  }

  private cast(spot: Spot): void {
    const odds = saidBy(spot);
    const { nodes, strengths } = this.upstream.of(spot.entity);
    for (let index = 0; index < nodes.length; index++) {
      const node = nodes[index]!;
      if (this.placeOf[node]! < 0)
        this.placeOf[node] = this.votes.push({ node, quick: 0, strong: 0, most: 0, spots: [], strengths: [] }) - 1;
      const vote = this.votes[this.placeOf[node]!]!;
      this.add(vote, odds, strengths[index]!, 1);
      vote.spots.push(spot);
      vote.strengths.push(strengths[index]!);
    }
  }

  private add(vote: Vote, odds: number, strength: number, sign: 1 | -1): void {
    const here = Math.max(0, odds + Math.log(strength));
    vote.quick += sign * here;
    vote.most += sign * odds;
    if (here >= STRONG) vote.strong += sign * here;
  }

  private first(by: (vote: Vote) => number): Vote[] {
    const best: Vote[] = [];
    let least = NOTHING;
    for (const vote of this.votes) {
      const value = by(vote);
      if (value <= NOTHING || (best.length === CANDIDATES && value < least)) continue;
      let at = best.length;
      while (at > 0 && isBefore(vote, best[at - 1]!, by)) at--;
      best.splice(at, 0, vote);
      if (best.length > CANDIDATES) best.pop();
      least = by(best.at(-1)!);
    }
    return best;
  }
}

/** Votes below this are what rounding leaves of those taken back. */
const NOTHING = 1e-6;

const isBefore = (left: Vote, right: Vote, by: (vote: Vote) => number): boolean =>
  by(left) > by(right) || (by(left) === by(right) && left.node < right.node);

/** Log odds of all alerts of a spot, in good time for some fault, as far as nothing explains them. */
export function saidBy({ firings, explained }: Spot): number {
  let odds = 0;
  let place = 0;
  for (const firing of firings) {
    odds += Math.max(0, saidInTime(firing));
    place = Math.max(place, firing.atRoot, firing.below);
  }
  return Math.max(0, Math.min(ENTITY_AT_MOST, odds) + place - explained);
}

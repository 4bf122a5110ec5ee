import { IN_GOOD_TIME, saidInTime } from "./odds.ts";
import type { Region, Spot } from "./region.ts";
import { ENTITY_AT_MOST } from "./weights.ts";

/** An alert that says so much at a root is a strong one. */
const STRONG = 4;
/** Votes below this are what rounding leaves of those taken back. */
const NOTHING = 1e-6;

/** Counts what alerts say at first sight for each node as their root, in log odds, and takes it back. */
export class Ballot {
  private region!: Region;
  private quick = new Float64Array(0);
  private strong = new Float64Array(0);
  private most = new Float64Array(0);
  /** What silence takes from each node as a root. */
  private silence = new Float64Array(0);

  /** Begins anew with the spots of a region that are not taken. */
  open(region: Region, silence: Float64Array<ArrayBuffer>): void {
    this.region = region;
    this.silence = silence;
    const nodes = region.entities.length;
    if (this.quick.length === nodes) for (const votes of [this.quick, this.strong, this.most]) votes.fill(0);
    else
      [this.quick, this.strong, this.most] = [
        new Float64Array(nodes),
        new Float64Array(nodes),
        new Float64Array(nodes),
      ];
    region.spots.forEach((spot, at) => {
      if (!spot.isTaken) this.add(at, saidBy(region, spot), 1);
    });
  }

  /** The votes of a spot that has lost alerts since it gave them; `before` are the odds that it had. @returns the nodes concerned */
  recount(spot: number, before: number): Int32Array {
    this.add(spot, before, -1);
    const { isTaken } = this.region.spots[spot]!;
    if (!isTaken) this.add(spot, saidBy(this.region, this.region.spots[spot]!), 1);
    return this.region.votes[spot]!.nodes;
  }

  /** Those that most evidence speaks for, and those that most strong alerts do: what very much depends on collects the background of all. */
  promising(candidates: number): number[] {
    return [...new Set([...this.first(this.quick, candidates), ...this.first(this.strong, candidates)])];
  }

  /** What all alerts say at most for a root. */
  quickOf(node: number): number {
    return this.quick[node]! + this.silence[node]!;
  }

  /** What they could say if its trouble reached all of them. */
  mostOf(node: number): number {
    return this.most[node]!;
  }

  private add(spot: number, odds: number, sign: 1 | -1): void {
    const { nodes, logStrengths } = this.region.votes[spot]!;
    for (let index = 0; index < nodes.length; index++) {
      const node = nodes[index]!;
      const here = Math.max(0, odds + logStrengths[index]!);
      this.quick[node]! += sign * here;
      this.most[node]! += sign * odds;
      if (here >= STRONG) this.strong[node]! += sign * here;
    }
  }

  private first(votes: Float64Array, candidates: number): number[] {
    const { entities } = this.region;
    const net = (node: number): number => votes[node]! + this.silence[node]!;
    const isBefore = (left: number, right: number): boolean =>
      net(left) > net(right) || (net(left) === net(right) && entities[left]! < entities[right]!);
    const best: number[] = [];
    let least = -Infinity;
    for (let node = 0; node < votes.length; node++) {
      const value = net(node);
      if (votes[node]! <= NOTHING || (best.length === candidates && value < least)) continue;
      let at = best.length;
      while (at > 0 && isBefore(node, best[at - 1]!)) at--;
      best.splice(at, 0, node);
      if (best.length > candidates) best.pop();
      least = net(best.at(-1)!);
    }
    return best;
  }
}

/** Log odds of all alerts of a spot, in good time for some fault, as far as nothing explains them. */
export function saidBy({ firings }: Region, { entries, explained }: Spot): number {
  let odds = 0;
  let place = 0;
  for (const entry of entries) {
    const firing = firings[entry]!;
    odds += Math.max(0, explained === 0 ? saidInTime(firing) : firing.base + IN_GOOD_TIME);
    place = Math.max(place, firing.atRoot, firing.below);
  }
  return Math.min(
    ENTITY_AT_MOST,
    Math.max(0, (explained === 0 ? Math.min(ENTITY_AT_MOST, odds) : odds) + place - explained),
  );
}

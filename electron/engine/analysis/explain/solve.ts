import { type Evaluation, type Evaluator, type Spot, type Trial } from "./evaluate.ts";
import type { Firing, Suspect } from "./group.ts";
import { logDensity } from "./lag.ts";
import type { UpstreamFinder } from "./upstream.ts";
import { DOUBT, KEEP, ENTITY_AT_MOST, JOIN_MARGIN, ONE_ALERT_AT_MOST, ROOT_PRIOR } from "./weights.ts";

/** Alerts that one fault explains. */
export type Cluster = { evaluation: Evaluation; firings: Firing[]; suspects: Suspect[] };

/** Roots that are evaluated in full, of those for which the alerts vote. */
const CANDIDATES = 14;
/** An alert that says so much at a root is a strong one. */
const STRONG = 4;
/** Faults found in one region at once. */
const MOST_CLUSTERS = 12;
/** Roots that look good and explain no single alert well enough, before the search ends. */
const MOST_USELESS = 8;
/** Beginnings tried for a root: the first alerts below it. */
const BEGINNINGS = 4;
const BEGINNINGS_APART_MS = 20_000;
const CROWD_MS = 240_000;
const EARLIER_MS = 120_000;
/** An alert of a path weaker than this does not date the fault. */
const DATES_FROM = 0.2;
/** The density that an alert in good time has, logarithm. */
const IN_GOOD_TIME = logDensity(0, 1) - DOUBT;

/** A root that explains so much worse than the best is none. */
const FAR_BEHIND = 12;
/** What suspicion adds at most. */
const MOST_SUSPICION = 6;

type Vote = { node: number; quick: number; strong: number; spots: Spot[]; strengths: number[] };

/** What may raise or lower a root before anything is seen of it, in log odds: changes, history. */
export type Suspicion = (entity: number, startedAt: number) => number;

export type Solver = { evaluator: Evaluator; upstream: UpstreamFinder; suspicion: Suspicion };

/**
 * Explains the alerts of a region by the fewest faults: the root that explains most, then the one that explains most of the rest, as long
 * as it is worth the price of one more fault (minimum description length, by greedy cover). Each alert then goes to the fault that
 * explains it best. `known`: faults that were accepted before.
 */
export function solve(solver: Solver, firings: readonly Firing[], now: number, known: number): Cluster[] {
  const spots = spotsOf(firings);
  const accepted: Evaluation[] = [];
  const useless = new Set<number>();
  solver.evaluator.look(spots);
  while (accepted.length < MOST_CLUSTERS) {
    const best = bestRoot(solver, spots, now, useless);
    if (best === undefined || best.score <= (accepted.length < known ? -KEEP : 0)) break;
    if (take(best, spots)) accepted.push(best);
    else if (useless.add(best.root).size > MOST_USELESS) break;
  }
  return assign(accepted, firings).map((own) => judge(solver, own, spots, now));
}

function spotsOf(firings: readonly Firing[]): Spot[] {
  const byEntity = new Map<number, Spot>();
  for (const firing of firings) {
    const { entity } = firing.key;
    const spot = byEntity.get(entity);
    if (spot === undefined) byEntity.set(entity, { entity, firings: [firing], isTaken: false });
    else spot.firings.push(firing);
  }
  return [...byEntity.values()];
}

function bestRoot(
  solver: Solver,
  spots: readonly Spot[],
  now: number,
  useless: ReadonlySet<number>,
): Evaluation | undefined {
  let best: Trial | undefined;
  for (const vote of promising(votesOf(solver.upstream, spots))) {
    if (useless.has(vote.node)) continue;
    if (vote.quick + ROOT_PRIOR + MOST_SUSPICION < Math.max(-KEEP, best?.score ?? -KEEP)) continue;
    const trial = evaluate(solver, vote, now);
    if (best === undefined || trial.score > best.score) best = trial;
  }
  return best === undefined ? undefined : solver.evaluator.reach(best, now);
}

/** Those that most evidence speaks for, and those that most strong alerts do: what very much depends on collects the background of all. */
function promising(votes: readonly Vote[]): Set<Vote> {
  const strong = [...votes].sort((left, right) => right.strong - left.strong || left.node - right.node);
  return new Set([...votes.slice(0, CANDIDATES), ...strong.slice(0, CANDIDATES).filter((vote) => vote.strong > 0)]);
}

function evaluate({ evaluator, suspicion }: Solver, vote: Vote, now: number): Trial {
  const startedAt = beginningOf(vote);
  const trial = evaluator.try(vote.node, startedAt, now);
  trial.score += suspicion(vote.node, startedAt);
  return trial;
}

/** Possible roots with what their alerts say at first sight, the best first. */
function votesOf(upstream: UpstreamFinder, spots: readonly Spot[]): Vote[] {
  const votes = new Map<number, Vote>();
  for (const spot of spots) {
    if (spot.isTaken) continue;
    let odds = 0;
    for (const { base } of spot.firings) odds += Math.max(0, Math.min(ONE_ALERT_AT_MOST, base + IN_GOOD_TIME));
    const { nodes, strengths } = upstream.of(spot.entity);
    for (let index = 0; index < nodes.length; index++) {
      const node = nodes[index]!;
      let vote = votes.get(node);
      if (vote === undefined) votes.set(node, (vote = { node, quick: 0, strong: 0, spots: [], strengths: [] }));
      const here = Math.max(0, Math.min(ENTITY_AT_MOST, odds) + Math.log(strengths[index]!));
      vote.quick += here;
      if (here >= STRONG) vote.strong += here;
      vote.spots.push(spot);
      vote.strengths.push(strengths[index]!);
    }
  }
  return [...votes.values()].sort((left, right) => right.quick - left.quick || left.node - right.node);
}

/** The beginning that suits the alerts below a root best, of those with which most evidence begins. */
function beginningOf({ spots, strengths }: Vote): number {
  const near: { at: number; odds: number }[] = [];
  spots.forEach((spot, index) => {
    const weight = Math.log(strengths[index]!);
    if (strengths[index]! >= DATES_FROM)
      for (const { at, base } of spot.firings) near.push({ at, odds: base + weight });
  });
  if (near.length === 0) return Math.min(...spots.flatMap((spot) => spot.firings.map(({ at }) => at)));
  near.sort((left, right) => left.at - right.at);
  let best = { at: near[0]!.at, sum: -1 };
  for (const at of crowdedBeginnings(near)) {
    let sum = 0;
    for (const each of near) {
      if (each.at < at - EARLIER_MS) continue;
      sum += Math.max(0, Math.min(ONE_ALERT_AT_MOST, each.odds + logDensity(each.at - at, 1) - DOUBT));
    }
    if (sum > best.sum) best = { at, sum };
  }
  return best.at;
}

/** Beginnings after which most evidence follows within a few minutes, in order of time. `near` is in order of time. */
function crowdedBeginnings(near: readonly { at: number; odds: number }[]): number[] {
  const followed: { at: number; sum: number }[] = [];
  let sum = 0;
  let end = 0;
  let last = -Infinity;
  for (const { at, odds } of near) {
    while (end < near.length && near[end]!.at <= at + CROWD_MS) sum += Math.max(0, near[end++]!.odds + IN_GOOD_TIME);
    if (at - last >= BEGINNINGS_APART_MS) {
      followed.push({ at, sum });
      last = at;
    }
    sum -= Math.max(0, odds + IN_GOOD_TIME);
  }
  followed.sort((left, right) => right.sum - left.sum || left.at - right.at);
  return followed
    .slice(0, BEGINNINGS)
    .map(({ at }) => at)
    .sort((left, right) => left - right);
}

/** Log odds that an alert belongs to a fault that reaches its entity. */
export const fitOf = (firing: Firing, probability: number, startedAt: number, hops: number): number =>
  Math.log(probability) + Math.min(ONE_ALERT_AT_MOST, firing.base + logDensity(firing.at - startedAt, hops) - DOUBT);

/** Takes the alerts that a fault explains from the spots. @returns whether it explains any */
function take({ entities, probabilities, hops, startedAt }: Evaluation, spots: readonly Spot[]): boolean {
  const place = new Map<number, number>();
  entities.forEach((entity, index) => place.set(entity, index));
  let some = false;
  for (const spot of spots) {
    const index = place.get(spot.entity);
    if (index === undefined || spot.isTaken) continue;
    const left = spot.firings.filter(
      (firing) => fitOf(firing, probabilities[index]!, startedAt, hops[index]!) <= JOIN_MARGIN,
    );
    if (left.length === spot.firings.length) continue;
    some = true;
    if (left.length === 0) spot.isTaken = true;
    else spot.firings = left;
  }
  return some;
}

/** Gives each alert to the fault that explains it best; faults that are left without drop out. */
function assign(accepted: readonly Evaluation[], firings: readonly Firing[]): Firing[][] {
  const reached = new Map<number, { cluster: number; index: number }[]>();
  accepted.forEach(({ entities }, cluster) =>
    entities.forEach((entity, index) => {
      const list = reached.get(entity);
      if (list === undefined) reached.set(entity, [{ cluster, index }]);
      else list.push({ cluster, index });
    }),
  );
  const clusters = accepted.map((): Firing[] => []);
  for (const firing of firings) {
    let best = -1;
    let bestFit = -Infinity;
    for (const { cluster, index } of reached.get(firing.key.entity) ?? []) {
      const { priors, probabilities, startedAt, hops } = accepted[cluster]!;
      if (fitOf(firing, Math.max(priors[index]!, probabilities[index]!), startedAt, hops[index]!) <= JOIN_MARGIN)
        continue;
      const fit = fitOf(firing, priors[index]!, startedAt, hops[index]!);
      if (fit > bestFit) [best, bestFit] = [cluster, fit];
    }
    if (best >= 0) clusters[best]!.push(firing);
  }
  return clusters.filter((cluster) => cluster.length > 0);
}

/** Ranks the possible roots of one cluster by its own alerts alone. Entities whose alerts went elsewhere count for nothing. */
function judge(solver: Solver, firings: readonly Firing[], all: readonly Spot[], now: number): Cluster {
  const own = spotsOf(firings);
  const mine = new Set(own.map(({ entity }) => entity));
  const others = all
    .filter(({ entity }) => !mine.has(entity))
    .map(({ entity }) => ({ entity, firings: [], isTaken: true }));
  solver.evaluator.look([...own, ...others]);
  const ranked: Trial[] = [];
  let best = -Infinity;
  for (const vote of promising(votesOf(solver.upstream, own))) {
    if (vote.quick + ROOT_PRIOR + MOST_SUSPICION < best - FAR_BEHIND) continue;
    const trial = evaluate(solver, vote, now);
    best = Math.max(best, trial.score);
    ranked.push(trial);
  }
  ranked.sort((left, right) => right.score - left.score || left.root - right.root);
  const suspects = ranked.map(({ root, score }) => ({ entity: root, score }));
  return { evaluation: solver.evaluator.reach(ranked[0]!, now), firings: [...firings], suspects };
}

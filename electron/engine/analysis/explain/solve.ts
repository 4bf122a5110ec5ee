import { type Ballot, saidBy, type Vote } from "./ballot.ts";
import { beginningOf } from "./beginning.ts";
import { type Evaluation, type Evaluator, type Spot, type Trial } from "./evaluate.ts";
import type { Firing, Suspect } from "./group.ts";
import { fitOf, oddsOf } from "./odds.ts";
import type { UpstreamFinder } from "./upstream.ts";
import { JOIN_MARGIN, KEEP, ROOT_PRIOR } from "./weights.ts";

/** Alerts that one fault explains. */
export type Cluster = { evaluation: Evaluation; firings: Firing[]; suspects: Suspect[] };

/** Faults found in one region at once. */
const MOST_CLUSTERS = 12;
/** Roots that look good and explain no single alert well enough, before the search ends. */
const MOST_USELESS = 8;
/** A root that explains so much worse than the best is none. */
const FAR_BEHIND = 12;
/** What suspicion adds at most. */
const MOST_SUSPICION = 6;

/** What may raise or lower a root before anything is seen of it, in log odds: changes, history. */
export type Suspicion = (entity: number, startedAt: number) => number;

export type Solver = { evaluator: Evaluator; upstream: UpstreamFinder; ballot: Ballot; suspicion: Suspicion };

/**
 * Explains the alerts of a region by the fewest faults: the root that explains most, then the one that explains most of the rest, as long
 * as it is worth the price of one more fault (minimum description length, by greedy cover). Each alert then goes to the fault that
 * explains it best. `known`: faults that were accepted before.
 */
export function solve(solver: Solver, firings: readonly Firing[], now: number, known: number): Cluster[] {
  const spots = spotsOf(firings);
  const accepted: Evaluation[] = [];
  const useless = new Set<number>();
  // What was found for a root holds until one of the alerts that vote for it is taken (lazy greedy: Minoux, 1978).
  const trials = new Map<number, Trial>();
  const lost = (spot: Spot, before: number): void => {
    for (const node of solver.ballot.recount(spot, before)) trials.delete(node);
  };
  solver.evaluator.look(spots);
  solver.ballot.open(spots);
  while (accepted.length < MOST_CLUSTERS) {
    const best = bestRoot(solver, now, useless, trials);
    if (best === undefined || best.score <= (accepted.length < known ? -KEEP : 0)) break;
    const evaluation = solver.evaluator.reach(best, now);
    if (take(evaluation, spots, lost)) accepted.push(evaluation);
    else if (useless.add(best.root).size > MOST_USELESS) break;
  }
  divide(solver, accepted, spotsOf(firings), now);
  return assign(accepted, firings).map((own) => judge(solver, own, spots, now));
}

/** Adds the faults that are worth their price by what they explain better than those accepted already. */
function divide(solver: Solver, accepted: Evaluation[], spots: readonly Spot[], now: number): void {
  if (accepted.length === 0) return;
  const placeOf = new Map(spots.map((spot) => [spot.entity, spot]));
  const explain = (evaluation: Evaluation): void => {
    const { entities, priors, startedAt, hops } = evaluation;
    entities.forEach((entity, index) => {
      const spot = placeOf.get(entity);
      if (spot === undefined) return;
      const prior = priors[index]!;
      const odds = Math.log(1 - prior + prior * Math.exp(oddsOf(spot.firings, startedAt, hops[index]!)));
      spot.explained = Math.max(spot.explained, odds);
    });
  };
  accepted.forEach(explain);
  solver.evaluator.look(spots);
  while (accepted.length < MOST_CLUSTERS) {
    solver.ballot.open(spots);
    const best = bestRoot(solver, now, new Set(), new Map());
    if (best === undefined || best.score <= 0) return;
    const evaluation = solver.evaluator.reach(best, now);
    accepted.push(evaluation);
    explain(evaluation);
  }
}

function spotsOf(firings: readonly Firing[]): Spot[] {
  const byEntity = new Map<number, Spot>();
  for (const firing of firings) {
    const { entity } = firing.key;
    const spot = byEntity.get(entity);
    if (spot === undefined) byEntity.set(entity, { entity, firings: [firing], isTaken: false, explained: 0 });
    else spot.firings.push(firing);
  }
  return [...byEntity.values()];
}

function bestRoot(
  solver: Solver,
  now: number,
  useless: ReadonlySet<number>,
  trials: Map<number, Trial>,
): Trial | undefined {
  let best: Trial | undefined;
  for (const vote of solver.ballot.promising()) {
    if (useless.has(vote.node)) continue;
    let trial = trials.get(vote.node);
    if (trial === undefined) {
      const least = Math.max(-KEEP, best?.score ?? -KEEP);
      if (vote.quick + ROOT_PRIOR + MOST_SUSPICION < least) continue;
      trial = evaluate(solver, vote, now, least);
      if (Number.isFinite(trial.score)) trials.set(vote.node, trial);
    }
    if (best === undefined || trial.score > best.score) best = trial;
  }
  return best;
}

/** Tries one root; the score is -Infinity when it must stay below `least`. */
function evaluate({ evaluator, suspicion }: Solver, vote: Vote, now: number, least: number): Trial {
  const startedAt = beginningOf(vote);
  const suspected = suspicion(vote.node, startedAt);
  const trial = evaluator.try(vote.node, startedAt, now, least - suspected - vote.most);
  trial.score += suspected;
  return trial;
}

/** Takes the alerts that a fault explains from the spots. `lost` is told of each spot with what it said before. @returns whether it explains any */
function take(
  { entities, probabilities, hops, startedAt }: Evaluation,
  spots: readonly Spot[],
  lost: (spot: Spot, before: number) => void,
): boolean {
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
    const before = saidBy(spot);
    if (left.length === 0) spot.isTaken = true;
    else spot.firings = left;
    lost(spot, before);
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
    .map(({ entity }) => ({ entity, firings: [], isTaken: true, explained: 0 }));
  solver.evaluator.look([...own, ...others]);
  solver.ballot.open(own);
  const ranked: Trial[] = [];
  let best = -Infinity;
  for (const vote of solver.ballot.promising()) {
    if (vote.quick + ROOT_PRIOR + MOST_SUSPICION < best - FAR_BEHIND) continue;
    const trial = evaluate(solver, vote, now, best - FAR_BEHIND);
    if (!Number.isFinite(trial.score)) continue;
    best = Math.max(best, trial.score);
    ranked.push(trial);
  }
  ranked.sort((left, right) => right.score - left.score || left.root - right.root);
  const suspects = ranked.map(({ root, score }) => ({ entity: root, score }));
  return { evaluation: solver.evaluator.reach(ranked[0]!, now), firings: [...firings], suspects };
}

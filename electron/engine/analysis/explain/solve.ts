import { type Ballot, saidBy } from "./ballot.ts";
import { beginningOf } from "./beginning.ts";
import type { Coverage } from "./coverage.ts";
import { type Evaluation, type Evaluator, type ScoreParts, type Trial } from "./evaluate.ts";
import type { Cover, Firing, Suspect } from "./group.ts";
import { fitOf, logMixture, oddsOf, suits } from "./odds.ts";
import { joined } from "./joining.ts";
import type { Mapper, Region } from "./region.ts";
import { type Symptom, takenByTempo, tempoOf } from "./tempo.ts";
import { JOIN_MARGIN, KEEP, ROOT_PRIOR } from "./weights.ts";

/** Alerts that one fault explains, and whom it affects. */
export type Cluster = {
  root: number;
  startedAt: number;
  tempo: number;
  firings: Firing[];
  suspects: Suspect[];
  covers: Map<number, Cover>;
};

/** Faults found in one region at once. */
const MOST_CLUSTERS = 12;
/** Roots that are looked at in full, of those for which the alerts vote: when faults are sought, and when those of one fault are ranked. */
const SOUGHT = 14;
const RANKED = 20;
/**
 * So many alerts may stay apart where two faults explain them better than one. Of more, small misfits of one fault add up, and a large
 * incident would stay in the pieces in which it was found.
 */
const MOST_APART = 200;
/** Roots that look good and explain no single alert well enough, before the search ends. */
const MOST_USELESS = 8;
/** A root that explains so much worse than the best is none. */
const FAR_BEHIND = 12;
/** What is said at most by where alerts come, and beside what is reached. */
const MOST_BESIDE = 3;
/** What suspicion adds at most. */
const MOST_SUSPICION = 6;

const NONE: ReadonlySet<number> = new Set();

/** What the score of a possible root is the sum of. `entities`: by branch of `parts`. */
export type Ranking = { root: number; startedAt: number; parts: ScoreParts; entities: number[]; suspicion: number };

/** What may raise or lower a root before anything is seen of it, in log odds: changes, history. */
export type Suspicion = (entity: number, startedAt: number) => number;

/** Explains regions, with tools that keep their scratch space from one to the next. */
export class Solver {
  private readonly mapper: Mapper;
  private readonly evaluator: Evaluator;
  private readonly ballot: Ballot;
  private readonly coverage: Coverage;
  private readonly suspicion: Suspicion;
  private region!: Region;
  private now = 0;
  /** By alert of the region: whether nothing has taken it. */
  private isLeft = new Uint8Array(0);
  /** By node: what silence takes from it as a root. */
  private silence = new Float64Array(0);

  constructor(mapper: Mapper, evaluator: Evaluator, ballot: Ballot, coverage: Coverage, suspicion: Suspicion) {
    this.mapper = mapper;
    this.evaluator = evaluator;
    this.ballot = ballot;
    this.coverage = coverage;
    this.suspicion = suspicion;
  }

  /**
   * Explains alerts by the fewest faults: the root that explains most, then the one that explains most of the rest, as long as it is worth
   * the price of one more fault (minimum description length, by greedy cover). Each alert then goes to the fault that explains it best.
   * `known`: roots of faults that were accepted before; they are looked at in any case.
   * `bystanders`: entities with other alerts.
   */
  solve(firings: readonly Firing[], now: number, known: readonly number[], bystanders: Iterable<number>): Cluster[] {
    this.region = this.mapper.regionOf(firings, bystanders);
    this.now = now;
    this.evaluator.look(this.region);
    this.silence = this.silences();
    const accepted = this.accept(this.nodesOf(known));
    if (accepted.length === 0) return [];
    this.divide(accepted);
    return this.assign(accepted)
      .filter((own) => own.length > 0)
      .flatMap((own) => this.apart(own, this.nodesOf(known)))
      .map((own) => this.judge(own));
  }

  /** What the scores of these roots are made of, as ranked for these alerts. Of the region that was solved last. */
  rankingsOf(firings: ReadonlySet<Firing>, roots: readonly number[]): Ranking[] {
    const { region } = this;
    this.leave((entry) => firings.has(region.firings[entry]!));
    this.evaluator.beStrict(true);
    const rankings = this.nodesOf(roots).map((node): Ranking => {
      const { startedAt, score, ...trial } = this.try(node, -Infinity);
      const root = region.entities[node]!;
      const suspicion = this.suspicion(root, startedAt);
      const parts = this.evaluator.partsOf({ ...trial, startedAt, score }, this.now);
      return {
        root,
        startedAt,
        parts,
        entities: parts.branches.map((branch) => region.entities[branch.node]!),
        suspicion,
      };
    });
    this.evaluator.beStrict(false);
    return rankings;
  }

  /** Log odds of the one fault that explains these alerts best; 0 when chance does. Of the region that was solved last. */
  worthOf(firings: ReadonlySet<Firing>, roots: readonly number[]): number {
    const best = this.bestOf((entry) => firings.has(this.region.firings[entry]!), this.nodesOf(roots), 0);
    return Math.max(0, best?.score ?? 0);
  }

  /** The best single fault for some alerts alone, as long as it is better than `least`. */
  private bestOf(counts: (entry: number) => boolean, known: readonly number[], least: number): Trial | undefined {
    this.leave(counts);
    this.ballot.open(this.region, this.silence);
    return this.bestRoot(known, NONE, new Map(), least);
  }

  /**
   * Incidents that were apart stay so unless one fault explains them together at least as well as each its own: greedy cover takes the alerts
   * of a small fault away with those of a large one without asking that. The same holds for alerts that waited, taken together.
   */
  private apart(own: number[], known: readonly number[]): number[][] {
    const { firings } = this.region;
    const byIncident = Map.groupBy(own, (entry) => firings[entry]!.group);
    const incidents = [...byIncident].filter(([{ explanation }]) => explanation !== null).map(([, entries]) => entries);
    const waiting = own.filter((entry) => firings[entry]!.group.explanation === null);
    if (incidents.length > 0 && waiting.length > 1) incidents.push(waiting);
    if (incidents.length < 2 || own.length > MOST_APART) return [own];
    const mine = new Set(own);
    const best = (entries: readonly number[], least: number): Trial | undefined => {
      const among = new Set(entries);
      return this.bestOf((entry) => among.has(entry), known, least);
    };
    const parts = joined(incidents, (entries, least) => Math.max(0, best(entries, least)?.score ?? 0));
    if (parts.length === 1) return [own];
    const standing = parts.flatMap((part) => {
      const fault = best(part, -KEEP);
      return fault === undefined ? [] : [{ part, evaluation: this.evaluator.reach(fault, this.now) }];
    });
    const settled = new Set(standing.flatMap(({ part }) => part));
    const evaluations = standing.map(({ evaluation }) => evaluation);
    const more = this.assign(evaluations, (entry) => mine.has(entry) && !settled.has(entry));
    return standing.map(({ part }, index) => [...part, ...more[index]!]);
  }

  private nodesOf(entities: readonly number[]): number[] {
    const wanted = new Set(entities);
    const nodes: number[] = [];
    this.region.entities.forEach((entity, node) => {
      if (wanted.has(entity)) nodes.push(node);
    });
    return nodes;
  }

  /** A fault began about when half of those that vote for it did. */
  private silences(): Float64Array<ArrayBuffer> {
    const { voters, firings, entities } = this.region;
    return new Float64Array(entities.length).map((_, node) => {
      const middle = voters.entry[(voters.start[node]! + voters.start[node + 1]!) >> 1];
      return middle === undefined ? 0 : this.evaluator.silenceAt(node, this.now - firings[middle]!.at);
    });
  }

  private accept(known: readonly number[]): Evaluation[] {
    const accepted: Evaluation[] = [];
    const useless = new Set<number>();
    // What was found for a root holds until one of the alerts that vote for it is taken (lazy greedy: Minoux, 1978).
    const trials = new Map<number, Trial>();
    this.leave(() => true);
    this.ballot.open(this.region, this.silence);
    while (accepted.length < MOST_CLUSTERS) {
      const least = accepted.length < known.length ? -KEEP : 0;
      const best = this.bestRoot(known, useless, trials, least);
      if (best === undefined || best.score <= least) break;
      const evaluation = this.evaluator.reach(best, this.now);
      if (this.take(evaluation, trials)) accepted.push(evaluation);
      else if (useless.add(best.node).size > MOST_USELESS) break;
    }
    return accepted;
  }

  /** Adds the faults that are worth their price by what they explain better than those accepted already. */
  private divide(accepted: Evaluation[]): void {
    const trials = new Map<number, Trial>();
    this.leave(() => true);
    this.ballot.open(this.region, this.silence);
    accepted.forEach((each) => this.explain(each, trials));
    while (accepted.length < MOST_CLUSTERS) {
      const best = this.bestRoot([], NONE, trials, 0);
      if (best === undefined || best.score <= 0) return;
      const evaluation = this.evaluator.reach(best, this.now);
      accepted.push(evaluation);
      this.explain(evaluation, trials);
    }
  }

  /** Only what is better than what this fault says of its spots counts from here on. */
  private explain(evaluation: Evaluation, trials: Map<number, Trial>): void {
    const { nodes, priors, startedAt, hops } = evaluation;
    const { spotOf, spots, firings } = this.region;
    const tempo = this.tempoOf(evaluation);
    for (let index = 0; index < nodes.length; index++) {
      const at = spotOf[nodes[index]!]!;
      if (at < 0) continue;
      const spot = spots[at]!;
      const prior = priors[index]!;
      const odds = logMixture(prior, oddsOf(firings, spot.entries, startedAt, hops[index]!, tempo, Infinity));
      if (odds <= spot.explained) continue;
      const before = saidBy(this.region, spot);
      spot.explained = odds;
      for (const voted of this.ballot.recount(at, before)) trials.delete(voted);
    }
  }

  private tempoOf({ nodes, probabilities, startedAt, hops }: Evaluation): number {
    const { spotOf, spots, firings } = this.region;
    const symptoms: Symptom[] = [];
    nodes.forEach((node, index) => {
      const spot = spots[spotOf[node]!];
      if (spot === undefined || probabilities[index]! < 0.5) return;
      for (const entry of spot.entries)
        if (fitOf(firings[entry]!, probabilities[index]!, startedAt, hops[index]!) > JOIN_MARGIN)
          symptoms.push({ lagMs: firings[entry]!.at - startedAt, hops: hops[index]! });
    });
    return tempoOf(symptoms, this.now - startedAt);
  }

  /** Gives all spots back the alerts that count from here on; a spot without is taken. */
  private leave(counts: (entry: number) => boolean): void {
    const { firings, spots, spotOfEntry } = this.region;
    this.isLeft = new Uint8Array(firings.length);
    for (const spot of spots) {
      spot.entries = [];
      spot.explained = 0;
    }
    for (let entry = 0; entry < firings.length; entry++) {
      if (!counts(entry)) continue;
      this.isLeft[entry] = 1;
      spots[spotOfEntry[entry]!]!.entries.push(entry);
    }
    for (const spot of spots) spot.isTaken = spot.entries.length === 0;
  }

  private bestRoot(
    known: readonly number[],
    useless: ReadonlySet<number>,
    trials: Map<number, Trial>,
    floor: number,
  ): Trial | undefined {
    let best: Trial | undefined;
    for (const node of new Set([...known, ...this.ballot.promising(SOUGHT)])) {
      if (useless.has(node)) continue;
      let trial = trials.get(node);
      if (trial === undefined) {
        const least = Math.max(floor, best?.score ?? floor);
        if (this.ballot.quickOf(node) + ROOT_PRIOR + MOST_SUSPICION < least) continue;
        trial = this.try(node, least);
        if (Number.isFinite(trial.score)) trials.set(node, trial);
      }
      if (best === undefined || trial.score > best.score) best = trial;
    }
    return best;
  }

  /** Tries one root; the score is -Infinity when it must stay below `least`. */
  private try(node: number, least: number): Trial {
    const { at: startedAt, most } = beginningOf(this.region, node, this.isLeft);
    const suspected = this.suspicion(this.region.entities[node]!, startedAt);
    const said = Math.min(most, this.ballot.mostOf(node)) + MOST_BESIDE;
    if (ROOT_PRIOR + suspected + said + this.silence[node]! < least)
      return { node, startedAt, score: -Infinity, reach: 1 };
    const trial = this.evaluator.try(node, startedAt, this.now, least - suspected, said);
    trial.score += suspected;
    return trial;
  }

  /** Takes the alerts that a fault explains from the spots. @returns whether it explains any */
  private take({ nodes, probabilities, hops, startedAt }: Evaluation, trials: Map<number, Trial>): boolean {
    const { spotOf, spots, firings } = this.region;
    let some = false;
    nodes.forEach((node, index) => {
      const spot = spotOf[node]! < 0 ? undefined : spots[spotOf[node]!]!;
      if (spot === undefined || spot.isTaken) return;
      const left = spot.entries.filter(
        (entry) => fitOf(firings[entry]!, probabilities[index]!, startedAt, hops[index]!) <= JOIN_MARGIN,
      );
      if (left.length === spot.entries.length) return;
      some = true;
      const before = saidBy(this.region, spot);
      for (const entry of spot.entries) this.isLeft[entry] = 0;
      for (const entry of left) this.isLeft[entry] = 1;
      spot.isTaken = left.length === 0;
      if (!spot.isTaken) spot.entries = left;
      for (const voted of this.ballot.recount(spotOf[node]!, before)) trials.delete(voted);
    });
    return some;
  }

  /** Gives each alert to the fault that explains it best. @returns the alerts of each fault */
  private assign(accepted: readonly Evaluation[], counts: (entry: number) => boolean = () => true): number[][] {
    const { spotOf, spotOfEntry, firings } = this.region;
    const reached: { cluster: number; index: number }[][] = this.region.spots.map(() => []);
    accepted.forEach(({ nodes }, cluster) =>
      nodes.forEach((node, index) => {
        if (spotOf[node]! >= 0) reached[spotOf[node]!]!.push({ cluster, index });
      }),
    );
    const place = (tempos: readonly number[]): { clusters: number[][]; symptoms: Symptom[][] } => {
      const clusters = accepted.map((): number[] => []);
      const symptoms = accepted.map((): Symptom[] => []);
      firings.forEach((firing, entry) => {
        if (!counts(entry)) return;
        let best: { cluster: number; hops: number } | undefined;
        let bestFit = -Infinity;
        for (const { cluster, index } of reached[spotOfEntry[entry]!]!) {
          const { priors, probabilities, startedAt, hops: hopsOf } = accepted[cluster]!;
          const hops = hopsOf[index]!;
          const taken = takenByTempo(tempos[cluster]!, firing.at - startedAt, hops);
          const chance = Math.max(priors[index]!, probabilities[index]!);
          if (fitOf(firing, chance, startedAt, hops) + taken <= JOIN_MARGIN) continue;
          const fit = suits(firing, priors[index]!, startedAt, hops) + taken;
          if (fit > bestFit) [best, bestFit] = [{ cluster, hops }, fit];
        }
        if (best === undefined) return;
        clusters[best.cluster]!.push(entry);
        symptoms[best.cluster]!.push({ lagMs: firing.at - accepted[best.cluster]!.startedAt, hops: best.hops });
      });
      return { clusters, symptoms };
    };
    const { symptoms } = place(accepted.map(() => 1));
    return place(symptoms.map((own, cluster) => tempoOf(own, this.now - accepted[cluster]!.startedAt))).clusters;
  }

  /** Ranks the possible roots of one cluster by its own alerts alone. Entities whose alerts went elsewhere count for nothing. */
  private judge(own: readonly number[]): Cluster {
    const { region } = this;
    const mine = new Set(own);
    this.leave((entry) => mine.has(entry));
    this.ballot.open(region, this.silence);
    this.evaluator.beStrict(true);
    const ranked: Trial[] = [];
    let best = -Infinity;
    for (const node of this.ballot.promising(RANKED)) {
      if (this.ballot.quickOf(node) + ROOT_PRIOR + MOST_SUSPICION < best - FAR_BEHIND) continue;
      const trial = this.try(node, best - FAR_BEHIND);
      if (!Number.isFinite(trial.score)) continue;
      best = Math.max(best, trial.score);
      ranked.push(trial);
    }
    this.evaluator.beStrict(false);
    const { entities, firings } = region;
    ranked.sort((left, right) => right.score - left.score || entities[left.node]! - entities[right.node]!);
    const evaluation = this.evaluator.reach(ranked[0]!, this.now);
    const covers = this.coverage.of(region, evaluation, this.now);
    const { startedAt } = evaluation;
    const symptoms = own.map((entry): Symptom => {
      const { at, key } = firings[entry]!;
      return { lagMs: at - startedAt, hops: covers.get(key.entity)?.hops ?? 1 };
    });
    return {
      root: entities[evaluation.node]!,
      startedAt,
      tempo: tempoOf(symptoms, this.now - startedAt),
      firings: own.map((entry) => firings[entry]!).sort((left, right) => left.number - right.number),
      suspects: ranked.map(({ node, score }) => ({ entity: entities[node]!, score })),
      covers,
    };
  }
}

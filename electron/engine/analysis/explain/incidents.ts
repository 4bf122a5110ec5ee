import { cover, uncover, widen } from "./covering.ts";
import type { Estate } from "./estate.ts";
import { learn } from "./experience.ts";
import type { Explanation, Firing, Group } from "./group.ts";
import { popHeap, pushHeap } from "./heap.ts";
import { count, newGroup } from "./intake.ts";
import { fitOf } from "./odds.ts";
import type { Cluster, Solver } from "./solve.ts";
import type { Due, State } from "./state.ts";
import type { UpstreamFinder } from "./upstream.ts";
import { isWaiting, noteBarren, stillSays } from "./watch.ts";
import { growthOf, JOIN_MARGIN, MINUTE, OPEN_MS, REVIEW_MS, TOGETHER_MS } from "./weights.ts";

/** What incidents tell as it is decided. */
export type IncidentListener = {
  /** A firing is in another group than before. */
  moved(firing: Firing): void;
  /** A group has an explanation, or another one. */
  explained(group: Group): void;
  /** Incidents were explained anew together with waiting alerts; `before`: where each alert was. */
  regrouped?(before: ReadonlyMap<Firing, Group>, incidents: ReadonlySet<Group>): void;
};

/** The distance that is kindest to what comes late. */
const GATHERED_HOPS = 3;
/** A waiting alert whose evidence has faded to this is no reason to look closer. */
const LEAST_SAID = 0.5;
/** Incidents up to this size are explained anew together with alerts that may found another one. */
const SMALL = 120;
/** What was explained within this share of its age is not due again, as long as it is young. */
const LATELY = 0.25;
const LATE_MS = 20 * MINUTE;
/** Trouble of a cause comes to a root at least so strongly. */
const LIKELY_CAUSE = 0.5;
const byDue = (left: Due, right: Due): number => left.at - right.at || left.group.number - right.group.number;

/** The open incidents: founds them, lets them grow, and explains them anew together with their neighbours. */
export class Incidents {
  private readonly state: State;
  private readonly estate: Estate;
  private readonly upstream: UpstreamFinder;
  private readonly solver: Solver;
  private readonly listener: IncidentListener;

  constructor(state: State, estate: Estate, upstream: UpstreamFinder, solver: Solver, listener: IncidentListener) {
    this.state = state;
    this.estate = estate;
    this.upstream = upstream;
    this.solver = solver;
    this.listener = listener;
  }

  /** Takes an alert into an incident that explains it. */
  join(group: Group, firing: Firing, places: readonly string[]): void {
    const explanation = group.explanation!;
    firing.group = group;
    group.members.push(firing);
    group.changedAt = this.state.now;
    count(firing);
    this.listener.moved(firing);
    for (const place of places) group.places.set(place, (group.places.get(place) ?? 0) + 1);
    if (firing.key.entity >= 0) widen(this.state, this.estate, group, firing.key.entity);
    if (group.members.length >= explanation.reviewAtSize) this.review(group);
  }

  /** Looks for faults at roots for which waiting alerts speak. */
  search(firing: Firing, hot: readonly number[]): void {
    const firings = new Set<Firing>([firing]);
    const groups = new Set<Group>();
    const { evidence, searched } = this.state;
    for (const node of hot) {
      searched[node] = evidence[node]!;
      this.gather(node, firing.at, firings, groups, SMALL);
    }
    if (!this.explain(firings, groups, new Set())) noteBarren(this.state, hot);
  }

  /** Alerts that wait for a root here, and incidents of about the same time that cover it. */
  private gather(node: number, at: number, firings: Set<Firing>, groups: Set<Group>, most: number): void {
    for (const each of this.state.waiting[node] ?? [])
      if (isWaiting(each, at) && stillSays(each, at) > LEAST_SAID) firings.add(each);
    for (const group of this.state.covers[node] ?? []) {
      const { explanation, members } = group;
      if (Math.abs(explanation!.startedAt - at) <= TOGETHER_MS && members.length <= most) groups.add(group);
    }
  }

  private review(group: Group): void {
    const explanation = group.explanation!;
    const { startedAt } = explanation;
    const firings = new Set<Firing>();
    const groups = new Set<Group>([group]);
    const bystanders = new Set<number>();
    for (const { entity, score } of explanation.suspects.slice(0, 6)) {
      if (score < explanation.suspects[0]!.score - 12) break;
      this.gatherFitting(this.state.waiting[entity], startedAt, firings, bystanders);
      for (const other of this.state.covers[entity] ?? [])
        if (Math.abs(other.explanation!.startedAt - startedAt) <= TOGETHER_MS) groups.add(other);
    }
    for (const node of this.causesOf(explanation.root))
      for (const other of this.state.rooted[node] ?? [])
        if (Math.abs(other.explanation!.startedAt - startedAt) <= TOGETHER_MS) groups.add(other);
    for (const each of groups) this.gatherCovered(each, firings, bystanders);
    if (firings.size === 0 && [...groups].every((each) => each.changedAt <= explanation.explainedAt)) {
      this.planReview(group);
      return;
    }
    this.explain(firings, groups, bystanders);
  }

  /** What may well have caused the trouble of a root: incidents that share such a cause may be one. */
  private causesOf(root: number): Int32Array {
    const { nodes, strengths } = this.upstream.of(root);
    return nodes.filter((_, index) => strengths[index]! >= LIKELY_CAUSE);
  }

  /** Alerts that came before it was known whom the incident affects; also where only an edge may be missing. */
  private gatherCovered(group: Group, firings: Set<Firing>, bystanders: Set<number>): void {
    const { alone } = this.state;
    const { start, to } = this.estate.providers;
    const { covers, startedAt } = group.explanation!;
    for (const [entity, { probability }] of covers) {
      this.gatherFitting(alone[entity], startedAt, firings, bystanders);
      if (probability < 0.5) continue;
      for (let edge = start[entity]!; edge < start[entity + 1]!; edge++)
        this.gatherFitting(alone[to[edge]!], startedAt, firings, bystanders);
    }
  }

  /** Waiting alerts that would suit a fault which began then, if it reached them. Where others wait it is not silent. */
  private gatherFitting(
    waiting: readonly Firing[] | undefined,
    startedAt: number,
    firings: Set<Firing>,
    bystanders: Set<number>,
  ): void {
    if (waiting === undefined) return;
    for (const each of waiting) {
      if (!isWaiting(each, startedAt)) continue;
      if (fitOf(each, 1, startedAt, GATHERED_HOPS) > JOIN_MARGIN) firings.add(each);
      else bystanders.add(each.key.entity);
    }
  }

  /** Explains anew what is due until then. */
  reviewDue(at: number): void {
    const { due } = this.state;
    while (due.length > 0 && due[0]!.at <= at) {
      const { group, at: dueAt } = popHeap(due, byDue)!;
      if (group.explanation?.reviewAt !== dueAt || group.isClosed) continue;
      this.state.now = Math.max(this.state.now, dueAt);
      if (dueAt - group.explanation.startedAt >= OPEN_MS) this.close(group);
      else if (wasLately(group.explanation, dueAt)) this.planReview(group);
      else this.review(group);
    }
  }

  /** From here on an incident takes in nothing more. */
  close(group: Group): void {
    learn(this.state, group);
    group.isClosed = true;
    this.unroot(group);
    group.explanation!.covers.clear();
  }

  /** Explains waiting alerts and incidents together, and puts the outcome in the place of what was. @returns whether there was any */
  private explain(firings: Set<Firing>, groups: ReadonlySet<Group>, bystanders: ReadonlySet<number>): boolean {
    for (const group of groups) for (const member of group.members) firings.add(member);
    const everyone = [...firings].sort((left, right) => left.number - right.number);
    const all = everyone.filter(({ key }) => key.entity >= 0);
    const clusters = this.solver.solve(
      all,
      this.state.now,
      [...groups].map(({ explanation }) => explanation!.root),
      bystanders,
    );
    if (clusters.length === 0 && groups.size === 0) return false;
    for (const group of groups) this.unroot(group);
    const before = new Map(everyone.map((firing) => [firing, firing.group]));
    const owners = ownersOf(clusters);
    const emptied = new Set<Group>(before.values());
    for (const group of emptied) {
      group.members = [];
      group.explanation = null;
    }
    clusters.forEach((cluster, index) => this.adopt(owners[index] ?? newGroup(this.state), cluster));
    const placed = new Set(clusters.flatMap((cluster) => cluster.firings));
    for (const firing of all) if (!placed.has(firing)) this.release(firing, emptied);
    for (const firing of everyone) {
      if (firing.key.entity < 0) this.follow(firing, emptied);
      count(firing);
      if (before.get(firing) !== firing.group) this.listener.moved(firing);
    }
    this.listener.regrouped?.(before, groups);
    return true;
  }

  private adopt(group: Group, { root, startedAt, firings, suspects, covers, tempo }: Cluster): void {
    const reviewAtSize = Math.ceil(firings.length * growthOf(firings.length)) + 1;
    group.members = firings;
    for (const firing of firings) firing.group = group;
    group.isNoise = false;
    cover(this.state, group, covers);
    const explainedAt = this.state.now;
    group.changedAt = explainedAt;
    group.explanation = { root, startedAt, covers, suspects, reviewAtSize, reviewAt: 0, explainedAt, tempo };
    for (const node of this.causesOf(root)) (this.state.rooted[node] ??= []).push(group);
    this.state.open.add(group);
    this.listener.explained(group);
    this.planReview(group);
  }

  private planReview(group: Group): void {
    const explanation = group.explanation!;
    const age = this.state.now - explanation.startedAt;
    explanation.reviewAt = explanation.startedAt + (REVIEW_MS.find((each) => each > age) ?? OPEN_MS);
    pushHeap(this.state.due, { at: explanation.reviewAt, group }, byDue);
  }

  /** An alert without entity stays with its incident as long as there is one. */
  private follow(firing: Firing, before: ReadonlySet<Group>): void {
    if (firing.group.explanation === null) this.release(firing, before);
    else firing.group.members.push(firing);
  }

  private unroot(group: Group): void {
    this.state.open.delete(group);
    uncover(this.state, group);
    for (const node of this.causesOf(group.explanation!.root)) {
      const list = this.state.rooted[node];
      const index = list?.indexOf(group) ?? -1;
      if (index >= 0) list!.splice(index, 1);
    }
  }

  /** An alert that nothing explains any more stands for itself again. */
  private release(firing: Firing, before: ReadonlySet<Group>): void {
    const own = firing.group;
    if (!before.has(own) || own.members.length > 0 || own.explanation !== null) firing.group = newGroup(this.state);
    firing.group.members.push(firing);
  }
}

/** Whether it was explained so lately that little can have changed. */
function wasLately({ startedAt, explainedAt }: Explanation, at: number): boolean {
  const age = at - startedAt;
  return age < LATE_MS && at - explainedAt < LATELY * age;
}

/** The group that each cluster continues: the one it has most alerts from, the larger overlaps first. */
function ownersOf(clusters: readonly Cluster[]): (Group | undefined)[] {
  const pairs: { cluster: number; group: Group; size: number }[] = [];
  clusters.forEach(({ firings }, cluster) => {
    const sizes = new Map<Group, number>();
    for (const { group } of firings) sizes.set(group, (sizes.get(group) ?? 0) + 1);
    for (const [group, size] of sizes)
      if (!group.isNoise) pairs.push({ cluster, group, size: size + (group.explanation === null ? 0 : 0.5) });
  });
  pairs.sort(
    (left, right) => right.size - left.size || left.group.number - right.group.number || left.cluster - right.cluster,
  );
  const owners: (Group | undefined)[] = clusters.map(() => undefined);
  const used = new Set<Group>();
  for (const { cluster, group } of pairs) {
    if (owners[cluster] !== undefined || used.has(group)) continue;
    owners[cluster] = group;
    used.add(group);
  }
  return owners;
}

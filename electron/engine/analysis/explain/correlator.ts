import { deserialize, serialize } from "node:v8";
import { Ballot } from "./ballot.ts";
import { type EstateChange, noteChange, suspectChange } from "./changes.ts";
import { bestCover, bestPlace, cover, isCertain, uncover, widen } from "./covering.ts";
import type { Estate } from "./estate.ts";
import { Evaluator } from "./evaluate.ts";
import type { AlertKey, Explanation, Firing, Group } from "./group.ts";
import { popHeap, pushHeap } from "./heap.ts";
import { learn } from "./experience.ts";
import { begin, continues, count, keyOf, newGroup, nextDue, wait } from "./intake.ts";
import { logDensity } from "./lag.ts";
import { type Maintenance, workAt } from "./maintenance.ts";
import { fadedCount } from "./rates.ts";
import { type Cluster, solve, type Solver } from "./solve.ts";
import { type Arrival, type Due, newState, type State } from "./state.ts";
import { UpstreamFinder } from "./upstream.ts";
import {
  CHRONIC_COUNT,
  DOUBT,
  FADE_MS,
  GROWTH,
  ONE_ALERT_AT_MOST,
  OPEN_MS,
  REVIEW_MS,
  SEARCH_AGAIN,
  SEARCH_FROM,
  TOGETHER_MS,
  WAIT_MS,
} from "./weights.ts";

/** What became of arrivals and firings, told as it is decided. */
export type Listener = {
  /** An arrival belongs to this firing. */
  placed(arrival: Arrival, firing: Firing): void;
  /** A firing is in another group than before. */
  moved(firing: Firing): void;
  /** A group has an explanation, or another one. */
  explained(group: Group): void;
};

const OVER_MS = 3 * 60_000;
const OVER_CHECK_MS = 60_000;
const OVER_SHARE = 0.75;
const USUAL_MS = 6 * 3_600_000;
const IN_GOOD_TIME = logDensity(0, 1) - DOUBT;
const byDue = (left: Due, right: Due): number => left.at - right.at || left.group.number - right.group.number;

/** Groups alerts by the faults that explain them, as they arrive. */
export class Correlator {
  readonly state: State;
  private readonly estate: Estate;
  private readonly solver: Solver;
  private readonly listener: Listener;
  private readonly populations = new Map<string, number>();
  private readonly hot: number[] = [];

  constructor(estate: Estate, listener: Listener, state: State = newState(estate.kinds)) {
    this.estate = estate;
    this.listener = listener;
    this.state = state;
    const suspicion = (entity: number, startedAt: number): number =>
      suspectChange(this.state.changes, entity, startedAt)?.odds ?? 0;
    const upstream = new UpstreamFinder(estate);
    const ballot = new Ballot(upstream, estate.ids.length);
    this.solver = { evaluator: new Evaluator(estate), upstream, ballot, suspicion };
    for (const kind of estate.kinds) this.populations.set(kind, (this.populations.get(kind) ?? 0) + 1);
  }

  /** Goes on from what `save` gave, over the same topology. */
  static restore(estate: Estate, listener: Listener, saved: Uint8Array): Correlator {
    return new Correlator(estate, listener, deserialize(saved) as State);
  }

  /** All that it knows, with everything that refers to each other (structured clone). */
  save(): Uint8Array {
    return serialize(this.state);
  }

  /** Changes count from when they are told. */
  noteChange(change: EstateChange): void {
    noteChange(this.state.changes, change);
  }

  /** The change at a likely root that explains an incident best. */
  changeOf(explanation: Explanation): EstateChange | undefined {
    let best: EstateChange | undefined;
    let bestOdds = -Infinity;
    for (const { entity, score } of explanation.suspects) {
      const found = suspectChange(this.state.changes, entity, explanation.startedAt);
      // The score holds the change's own odds already.
      if (found !== undefined && score > bestOdds) [best, bestOdds] = [found.change, score];
    }
    return best;
  }

  plan(id: string, entities: Iterable<number>, from: number, until: number): void {
    this.state.works.push({ id, entities: new Set(entities), from, until, group: null });
  }

  take(arrival: Arrival, receivedAt: number): void {
    if (this.state.since < 0) this.state.since = arrival.at;
    wait(this.state, arrival);
    this.advance(receivedAt);
  }

  /** Decides all that is due at this time. */
  advance(receivedAt: number): void {
    this.state.heardAt = Number.isFinite(receivedAt) ? Math.max(this.state.heardAt, receivedAt) : this.state.heardAt;
    for (let next = nextDue(this.state, receivedAt); next !== undefined; next = nextDue(this.state, receivedAt)) {
      this.reviewDue(next.at);
      this.state.now = Math.max(this.state.now, next.at);
      this.place(next);
    }
  }

  private place(arrival: Arrival): void {
    const { state, estate } = this;
    const kind = arrival.entity < 0 ? undefined : estate.kinds[arrival.entity];
    const key = keyOf(state, arrival, kind, (each) => this.populations.get(each) ?? 1);
    if (!arrival.isFiring) {
      if (key.firing !== null) {
        key.endedAt = Math.max(key.endedAt, arrival.at);
        this.listener.placed(arrival, key.firing);
      }
      return;
    }
    if (continues(key, arrival.at)) {
      if (!this.isNewTrouble(key, arrival)) {
        key.endedAt = 0;
        this.listener.placed(arrival, key.firing!);
        return;
      }
    }
    const firing = begin(state, key, arrival.at);
    this.listener.placed(arrival, firing);
    key.firing = firing;
    key.endedAt = 0;
    this.settle(firing, arrival);
  }

  /** An alert that continues may still be the sign of a new fault, when one explains it that began later. */
  private isNewTrouble(key: AlertKey, arrival: Arrival): boolean {
    if (key.entity < 0) return false;
    const { group } = key.firing!;
    if (group.explanation !== null) return key.endedAt > 0 && this.isOver(group, arrival.at);
    const probe: Firing = { ...key.firing!, at: arrival.at };
    return bestCover(this.state, probe) !== null;
  }

  /** Whether nearly all of an incident has been quiet for a while: what comes now is new. */
  private isOver(group: Group, at: number): boolean {
    if (group.isClosed) return true;
    if (at < group.overCheckedAt + OVER_CHECK_MS) return false;
    group.overCheckedAt = at;
    let ended = 0;
    for (const { key } of group.members) if (key.endedAt > 0 && at - key.endedAt > OVER_MS) ended++;
    if (ended < OVER_SHARE * group.members.length) return false;
    this.close(group);
    return true;
  }

  private settle(firing: Firing, { places }: Arrival): void {
    const { state } = this;
    if (firing.key.entity < 0) {
      const near = bestPlace(state, firing, places);
      if (near !== null) this.join(near, firing, []);
      return;
    }
    const work = workAt(this.state.works, firing.key.entity, firing.at);
    let group = bestCover(state, firing);
    while (group !== null && this.isOver(group, firing.at)) group = bestCover(state, firing);
    if (group !== null && (work === undefined || isCertain(group, firing))) return this.join(group, firing, places);
    if (work !== undefined) return this.putAside(work, firing);
    if (this.note(firing)) this.search(firing);
    if (firing.group.explanation === null && fadedCount(firing.key, firing.at) >= CHRONIC_COUNT)
      this.putChronic(firing);
  }

  private putChronic(firing: Firing): void {
    const { key } = firing;
    if (key.chronic === null) {
      key.chronic = firing.group;
      firing.group.isNoise = true;
      return;
    }
    firing.group = key.chronic;
    this.listener.moved(firing);
  }

  /** Planned work explains it. */
  private putAside(work: Maintenance, firing: Firing): void {
    if (work.group === null) {
      work.group = firing.group;
      firing.group.isNoise = true;
      return;
    }
    firing.group = work.group;
    this.listener.moved(firing);
  }

  private join(group: Group, firing: Firing, places: readonly string[]): void {
    const explanation = group.explanation!;
    firing.group = group;
    group.members.push(firing);
    count(firing);
    this.listener.moved(firing);
    for (const place of places) group.places.set(place, (group.places.get(place) ?? 0) + 1);
    if (firing.key.entity >= 0) widen(this.state, this.estate, group, firing.key.entity);
    if (group.members.length >= explanation.reviewAtSize) this.review(group);
  }

  /** Adds the alert to the evidence for all its possible roots. @returns whether there is enough for one of them */
  private note(firing: Firing): boolean {
    this.hot.length = 0;
    const { evidence, evidenceAt, searched, waiting, usual } = this.state;
    const odds = Math.min(ONE_ALERT_AT_MOST, firing.base + IN_GOOD_TIME);
    if (odds <= 0) return false;
    const { nodes, strengths } = this.solver.upstream.of(firing.key.entity);
    let enough = false;
    for (let index = 0; index < nodes.length; index++) {
      const node = nodes[index]!;
      const fading = Math.exp(Math.min(0, evidenceAt[node]! - firing.at) / FADE_MS);
      const faded = evidence[node]! * fading;
      searched[node]! *= fading;
      const seconds = Math.max(60_000, Math.min(USUAL_MS, firing.at - this.state.since));
      usual[node] = usual[node]! * Math.exp(Math.min(0, evidenceAt[node]! - firing.at) / USUAL_MS);
      const expected = (usual[node]! * FADE_MS) / seconds;
      usual[node]! += Math.max(0, odds + Math.log(strengths[index]!));
      const sum = faded + Math.max(0, odds + Math.log(strengths[index]!));
      evidence[node] = sum;
      evidenceAt[node] = Math.max(evidenceAt[node]!, firing.at);
      const list = waiting[node];
      if (list === undefined) waiting[node] = [firing];
      else {
        if (list[0]!.at < firing.at - WAIT_MS) waiting[node] = list.filter((each) => isWaiting(each, firing.at));
        waiting[node]!.push(firing);
      }
      const unusual = SEARCH_FROM + expected + 2 * Math.sqrt(6 * expected);
      if (sum >= Math.max(unusual, searched[node]! + SEARCH_AGAIN)) {
        enough = true;
        this.hot.push(node);
      }
    }
    return enough;
  }

  private search(firing: Firing): void {
    const firings = new Set<Firing>([firing]);
    const groups = new Set<Group>();
    const { evidence, searched } = this.state;
    for (const node of this.hot) {
      searched[node] = evidence[node]!;
      this.gather(node, firing.at, firings, groups);
    }
    this.explain(firings, groups);
  }

  /** Alerts that wait for a root here, and incidents of about the same time that cover it. */
  private gather(node: number, at: number, firings: Set<Firing>, groups: Set<Group>): void {
    for (const each of this.state.waiting[node] ?? []) if (isWaiting(each, at)) firings.add(each);
    for (const group of this.state.covers[node] ?? []) {
      if (Math.abs(group.explanation!.startedAt - at) <= TOGETHER_MS) groups.add(group);
    }
  }

  private review(group: Group): void {
    const explanation = group.explanation!;
    const firings = new Set<Firing>();
    const groups = new Set<Group>([group]);
    for (const { entity, score } of explanation.suspects.slice(0, 6)) {
      if (score < explanation.suspects[0]!.score - 12) break;
      this.gather(entity, explanation.startedAt, firings, groups);
    }
    for (const node of this.solver.upstream.of(explanation.root).nodes)
      for (const other of this.state.rooted[node] ?? [])
        if (Math.abs(other.explanation!.startedAt - explanation.startedAt) <= TOGETHER_MS) groups.add(other);
    for (const each of groups) this.gatherCovered(each, firings);
    this.explain(firings, groups);
  }

  /** Alerts that came before it was known whom the incident affects; also where only an edge may be missing. */
  private gatherCovered(group: Group, firings: Set<Firing>): void {
    const { waiting } = this.state;
    const { start, to } = this.estate.providers;
    const { covers, startedAt } = group.explanation!;
    const gatherAt = (entity: number): void => {
      for (const each of waiting[entity] ?? [])
        if (each.key.entity === entity && isWaiting(each, startedAt)) firings.add(each);
    };
    for (const [entity, { probability }] of covers) {
      gatherAt(entity);
      if (probability < 0.5) continue;
      for (let edge = start[entity]!; edge < start[entity + 1]!; edge++) gatherAt(to[edge]!);
    }
  }

  private reviewDue(at: number): void {
    const { due } = this.state;
    while (due.length > 0 && due[0]!.at <= at) {
      const { group, at: dueAt } = popHeap(due, byDue)!;
      if (group.explanation?.reviewAt !== dueAt || group.isClosed) continue;
      this.state.now = Math.max(this.state.now, dueAt);
      if (dueAt - group.explanation.startedAt >= OPEN_MS) this.close(group);
      else this.review(group);
    }
  }

  private close(group: Group): void {
    learn(this.state, group);
    group.isClosed = true;
    this.unroot(group);
    group.explanation!.covers.clear();
  }

  /** Explains waiting alerts and incidents together, and puts the outcome in the place of what was. */
  private explain(firings: Set<Firing>, groups: ReadonlySet<Group>): void {
    for (const group of groups) for (const member of group.members) firings.add(member);
    const everyone = [...firings].sort((left, right) => left.number - right.number);
    const all = everyone.filter(({ key }) => key.entity >= 0);
    const clusters = solve(this.solver, all, this.state.now, groups.size);
    if (clusters.length === 0 && groups.size === 0) return;
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
  }

  private adopt(group: Group, { evaluation, firings, suspects }: Cluster): void {
    const { root, startedAt } = evaluation;
    const reviewAtSize = Math.ceil(firings.length * GROWTH) + 1;
    group.members = firings;
    for (const firing of firings) firing.group = group;
    group.isNoise = false;
    const covers = cover(this.state, group, evaluation);
    const age = this.state.now - startedAt;
    const reviewAt = startedAt + (REVIEW_MS.find((each) => each > age) ?? OPEN_MS);
    group.explanation = { root, startedAt, covers, suspects, reviewAtSize, reviewAt };
    for (const node of this.solver.upstream.of(root).nodes) (this.state.rooted[node] ??= []).push(group);
    this.state.open.add(group);
    this.listener.explained(group);
    pushHeap(this.state.due, { at: reviewAt, group }, byDue);
  }

  /** An alert without entity stays with its incident as long as there is one. */
  private follow(firing: Firing, before: ReadonlySet<Group>): void {
    if (firing.group.explanation === null) this.release(firing, before);
    else firing.group.members.push(firing);
  }

  private unroot(group: Group): void {
    this.state.open.delete(group);
    uncover(this.state, group);
    for (const node of this.solver.upstream.of(group.explanation!.root).nodes) {
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

const isWaiting = (firing: Firing, at: number): boolean =>
  firing.group.explanation === null && Math.abs(firing.at - at) <= WAIT_MS;

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

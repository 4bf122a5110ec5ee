import { deserialize, serialize } from "node:v8";
import { Ballot } from "./ballot.ts";
import { type EstateChange, noteChange, suspectChange } from "./changes.ts";
import { Coverage } from "./coverage.ts";
import { bestCover, bestPlace, isCertain } from "./covering.ts";
import type { Estate } from "./estate.ts";
import { Evaluator } from "./evaluate.ts";
import { forgetOld } from "./forget.ts";
import type { AlertKey, Explanation, Firing, Group } from "./group.ts";
import { type IncidentListener, Incidents } from "./incidents.ts";
import { begin, continues, keyOf, nextDue, wait } from "./intake.ts";
import { type Maintenance, workAt } from "./maintenance.ts";
import { fadedCount } from "./rates.ts";
import { Mapper } from "./region.ts";
import { type Ranking, Solver } from "./solve.ts";
import { type Arrival, newState, type State } from "./state.ts";
import { UpstreamFinder } from "./upstream.ts";
import { noteEvidence } from "./watch.ts";
import { CHRONIC_COUNT } from "./weights.ts";

/** What became of arrivals and firings, told as it is decided. */
export type Listener = IncidentListener & {
  /** An arrival belongs to this firing. */
  placed(arrival: Arrival, firing: Firing): void;
};

const OVER_MS = 3 * 60_000;
const OVER_CHECK_MS = 60_000;
const OVER_SHARE = 0.75;

/** Groups alerts by the faults that explain them, as they arrive. */
export class Correlator {
  readonly state: State;
  private readonly estate: Estate;
  private readonly upstream: UpstreamFinder;
  private readonly incidents: Incidents;
  private readonly solver: Solver;
  private readonly listener: Listener;
  private readonly populations = new Map<string, number>();

  constructor(estate: Estate, listener: Listener, state: State = newState(estate.kinds)) {
    this.estate = estate;
    this.listener = listener;
    this.state = state;
    const suspicion = (entity: number, startedAt: number): number =>
      suspectChange(this.state.changes, entity, startedAt)?.odds ?? 0;
    this.upstream = new UpstreamFinder(estate);
    const mapper = new Mapper(estate, this.upstream);
    this.solver = new Solver(
      mapper,
      new Evaluator(estate, this.upstream),
      new Ballot(),
      new Coverage(estate),
      suspicion,
    );
    this.incidents = new Incidents(state, estate, this.upstream, this.solver, listener);
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

  /** What the scores of an incident's likeliest roots are made of, the best first. Only while `explained` is told of it. */
  rankingsOf({ members, explanation }: Group, most: number): Ranking[] {
    const roots = explanation!.suspects.slice(0, most).map(({ entity }) => entity);
    const rankings = this.solver.rankingsOf(new Set(members), roots);
    return rankings.sort((left, right) => roots.indexOf(left.root) - roots.indexOf(right.root));
  }

  /** How well one fault explains these alerts, in log odds against chance. Only of those that `regrouped` is just told of. */
  worthOf(firings: Iterable<Firing>, roots: readonly number[]): number {
    const known = new Set(firings);
    return known.size === 0 ? 0 : this.solver.worthOf(known, roots);
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
      this.incidents.reviewDue(next.at);
      this.state.now = Math.max(this.state.now, next.at);
      this.place(next);
      forgetOld(this.state, next.at);
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
    this.incidents.close(group);
    return true;
  }

  private settle(firing: Firing, { places }: Arrival): void {
    const { state } = this;
    if (firing.key.entity < 0) {
      const near = bestPlace(state, firing, places);
      if (near !== null) this.incidents.join(near, firing, []);
      return;
    }
    const work = workAt(this.state.works, firing.key.entity, firing.at);
    let group = bestCover(state, firing);
    while (group !== null && this.isOver(group, firing.at)) group = bestCover(state, firing);
    if (group !== null && (work === undefined || isCertain(group, firing)))
      return this.incidents.join(group, firing, places);
    if (work !== undefined) return this.putAside(work, firing);
    const hot = noteEvidence(state, this.upstream, firing);
    if (hot.length > 0) this.incidents.search(firing, hot);
    if (firing.group.explanation === null && fadedCount(firing.key, firing.at) >= CHRONIC_COUNT)
      this.putChronic(firing);
  }

  private putChronic(firing: Firing): void {
    const { key } = firing;
    key.chronic ??= firing.group;
    key.chronic.isNoise = true;
    firing.group = key.chronic;
    this.listener.moved(firing);
  }

  /** Planned work explains it. */
  private putAside(work: Maintenance, firing: Firing): void {
    work.group ??= firing.group;
    work.group.isNoise = true;
    firing.group = work.group;
    this.listener.moved(firing);
  }
}

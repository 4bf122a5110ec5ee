import { type EstateChange, suspectChange } from "../changes.ts";
import type { Correlator } from "../correlator.ts";
import type { Estate } from "../estate.ts";
import type { Firing, Group } from "../group.ts";
import type { Arrival } from "../state.ts";
import { rootsOf } from "../verdict.ts";
import { type Candidate, candidateOf, changeEvidence } from "./candidate.ts";
import { differences, type Evidence } from "./evidence.ts";
import { type Regrouping, regroupingsOf } from "./history.ts";
import { type Membership, membershipOf, type Naming, placedOf } from "./membership.ts";

/** Why an alert is where it is. `at`: when that was last decided. */
export type AlertReasons = Membership & { group: number; at: number };

/** Why an incident has the causes that it has. Candidates and probabilities are the likeliest first. */
export type IncidentReasons = {
  group: number;
  at: number;
  candidates: (Candidate & { probability: number })[];
  /** What decides between the first candidate and the second, in nats for the first. */
  decides: { code: string; nats: number }[];
  change: { id: string; evidence: Evidence[] } | undefined;
};

/** Why a group is no incident although it has several alerts. */
export type AsideReasons = { group: number; evidence: Evidence[] };

/** Candidates of which the reasons are kept. */
const MOST_CANDIDATES = 3;

/** Keeps the reasons of a correlator's decisions, as they are made. It listens to it; what is not asked for costs nothing. */
export class ReasonBook {
  /** By the number of the firing, and of the group. */
  readonly alerts = new Map<number, AlertReasons>();
  readonly incidents = new Map<number, IncidentReasons>();
  readonly asides = new Map<number, AsideReasons>();
  readonly history: Regrouping[] = [];
  private readonly estate: Estate;
  private readonly nameOf: Naming;
  private places: readonly string[] = [];

  constructor(estate: Estate, nameOf: Naming) {
    this.estate = estate;
    this.nameOf = nameOf;
  }

  placed(arrival: Arrival): void {
    this.places = arrival.places;
  }

  moved(firing: Firing, correlator: Correlator): void {
    const { group, key, number } = firing;
    if (group.explanation === null) {
      this.alerts.delete(number);
      if (group.isNoise) this.putAside(firing, correlator);
      return;
    }
    if (key.entity < 0) this.notePlace(firing, correlator.state.now);
    else this.note(firing, correlator.state.now);
  }

  explained(group: Group, correlator: Correlator): void {
    const { now, changes } = correlator.state;
    const explanation = group.explanation!;
    for (const member of group.members) this.note(member, now);
    const { roots } = rootsOf(explanation.suspects);
    const candidates = correlator.rankingsOf(group, MOST_CANDIDATES).map((ranking) => {
      const change = suspectChange(changes, ranking.root, ranking.startedAt)?.change;
      const probability = roots.find(({ entity }) => entity === ranking.root)?.probability ?? 0;
      return { ...candidateOf(this.estate, ranking, group.members, change), probability };
    });
    const [first, second] = candidates;
    this.incidents.set(group.number, {
      group: group.number,
      at: now,
      candidates,
      decides: first === undefined || second === undefined ? [] : differences(first.evidence, second.evidence),
      change: this.changeReasons(correlator.changeOf(explanation), explanation.startedAt, correlator),
    });
  }

  regrouped(before: ReadonlyMap<Firing, Group>, incidents: ReadonlySet<Group>, correlator: Correlator): void {
    const roots = [...new Set([...before.values(), ...[...before.keys()].map(({ group }) => group)])].flatMap(
      ({ explanation }) => explanation?.root ?? [],
    );
    const worth = (firings: Iterable<Firing>): number => correlator.worthOf(firings, roots);
    for (const each of regroupingsOf(correlator.state.now, before, incidents, worth)) this.history.push(each);
  }

  private note(firing: Firing, at: number): void {
    const { group, key, number } = firing;
    const cover = group.explanation!.covers.get(key.entity);
    if (cover === undefined) return;
    const membership = membershipOf(this.estate, this.nameOf, firing, group.explanation!, cover);
    this.alerts.set(number, { ...membership, group: group.number, at });
  }

  /** The alert has just joined, so its own place does not count yet. */
  private notePlace(firing: Firing, at: number): void {
    const { places, members, explanation, number } = firing.group;
    let best = { place: "", share: 0 };
    for (const place of this.places) {
      const share = (places.get(place) ?? 0) / Math.max(1, members.length - 1);
      if (share > best.share) best = { place, share };
    }
    if (best.share === 0) return;
    this.alerts.set(firing.number, { ...placedOf(firing, explanation!, best.place, best.share), group: number, at });
  }

  private putAside({ group, key }: Firing, { state }: Correlator): void {
    const work = state.works.find((each) => each.group === group);
    const evidence: Evidence =
      work === undefined
        ? { code: "aside.chronic", params: { entity: key.entity < 0 ? "" : this.nameOf(key.entity) }, nats: 0 }
        : { code: "aside.planned", params: { work: work.id }, nats: 0 };
    this.asides.set(group.number, { group: group.number, evidence: [evidence] });
  }

  private changeReasons(
    change: EstateChange | undefined,
    startedAt: number,
    { state }: Correlator,
  ): IncidentReasons["change"] {
    if (change === undefined) return undefined;
    const odds = suspectChange(state.changes, change.entity, startedAt)?.odds ?? 0;
    const known = state.changes.get(change.entity)?.length ?? 0;
    return { id: change.id, evidence: changeEvidence(change, odds, startedAt, known) };
  }
}

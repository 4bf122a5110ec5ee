import type { Fingerprint } from "../../../../shared/domain/alert.ts";
import type { EntityId, EntityKind } from "../../../../shared/domain/entity.ts";
import type { AlertState } from "../../../../shared/domain/event.ts";
import type { IncidentId } from "../../../../shared/domain/incident.ts";
import type { Rule } from "../../../../shared/domain/rule.ts";
import type { StateRow } from "../../../../shared/domain/proposal.ts";
import type { Scope } from "../../../../shared/domain/scope.ts";
import { LogClock } from "../clock.ts";
import { count, noteActivity } from "../correlation/activity.ts";
import { type Episode, gapBetween } from "../correlation/episode.ts";
import { type Group, newGroup, rootOf } from "../correlation/group.ts";
import type { LinkKind, Part, Witness } from "../correlation/part.ts";
import { partOf } from "../correlation/part.ts";
import type { Founder } from "../identity.ts";
import { SAME_ENTITY_MS } from "../limits.ts";
import { type Entity, isAlerting } from "../topology.ts";
import { decodeRuled, decodeSuppressed, type PointRow, type RuledRow, type SuppressedRow } from "../rules/rows.ts";
import { decodeStanding, type StandingRow } from "../verdicts/rows.ts";
import { State } from "./state.ts";

type WitnessRow = [at: number, fingerprint: Fingerprint, rank: number, summary: string];
type EpisodeRow = [min: number, max: number, group: number, createdAt: number, touchedAt: number];
type EvidenceRow = [kind: LinkKind, via: number | null, label: string | null];
type PartRow = [
  group: number,
  forgotten: number,
  first: WitnessRow,
  worst: WitnessRow | null,
  evidence: EvidenceRow | null,
];
type EntityRow = [scope: Scope, id: EntityId, kind: EntityKind, name: string, into: number | null, retired?: 1];
type FounderRow = [startedAt: number, fingerprint: Fingerprint, version: number];
type GroupRow = [
  scope: Scope,
  founder: FounderRow | null,
  heldAt: number,
  heldSequence: number,
  incident: [IncidentId, FounderRow, number] | null,
  quietSince: number,
  newsSequence: number,
];
type AlertRow = [
  fingerprint: Fingerprint,
  entity: number,
  group: number,
  startedAt: number,
  version: number,
  rank: number,
  state: AlertState,
  placedAt: number,
  resolvedAt: number,
  joined: 0 | 1,
  again: 0 | 1,
];
type SignRow = [entity: number, kind: "metric" | "log", since: number, endedAt: number | null, isDismissed: 0 | 1];
type ChangeRow = [Scope, string, number, string, string | null, number, number | null];

/** Rebuilds the state from the rows that steps have written. @throws RangeError when the rows do not fit together. */
export function decodeState(rows: readonly StateRow[]): State {
  const byKind = sorted(rows);
  const state = new State();
  const [now, offsetMs, sweptAt, sequence] = byKind.one<[number, number, number, number]>("clock") ?? [0, 0, 0, 0];
  Object.assign(state, { clock: new LogClock(now, offsetMs), sweptAt, sequence });
  decodeTopology(state, byKind);
  const groups = decodeGroups(state, byKind);
  decodeSpots(state, groups, byKind);
  decodeAlerts(state, groups, byKind);
  for (const [, change] of byKind.all<ChangeRow>("change")) {
    const [scope, changeId, entity, summary, by, at, endedAt] = change;
    state.changes.set({ scope, changeId, entity: state.topology.numbered(entity), summary, by, at, endedAt });
  }
  decodeSigns(state, byKind);
  for (const [id, standing] of byKind.all<StandingRow>("verdict")) {
    state.verdicts.set(id, decodeStanding(standing, groups));
  }
  for (const [combination, times] of byKind.all<number>("refuted")) state.refuted.set(combination, times);
  decodeRules(state, groups, byKind);
  queue(state);
  return state;
}

function decodeRules(state: State, groups: Groups, byKind: ByKind): void {
  const { rules } = state;
  rules.load(byKind.all<Rule>("rule").map(([, rule]) => rule));
  for (const [, [scope, id, shape, episodes]] of byKind.all<PointRow<EpisodeRow>>("point"))
    rules.putPoint(
      scope,
      id,
      shape,
      episodes.map((row) => decodeEpisode(row, groups)),
    );
  for (const [number, row] of byKind.all<RuledRow>("ruled")) groups(Number(number)).ruled = decodeRuled(row);
  for (const [fingerprint, row] of byKind.all<SuppressedRow>("suppressed"))
    rules.suppressed.set(fingerprint as Fingerprint, decodeSuppressed(row));
}

type ByKind = { one<T>(kind: string): T | undefined; all<T>(kind: string): [rest: string, value: T][] };

/** Rows by what precedes the first `/` of their key. */
function sorted(rows: readonly StateRow[]): ByKind {
  const kinds = new Map<string, [string, unknown][]>();
  for (const { key, value } of rows) {
    if (value === null) continue;
    const slash = key.indexOf("/");
    const kind = slash < 0 ? key : key.slice(0, slash);
    const list = kinds.get(kind) ?? [];
    list.push([key.slice(slash + 1), JSON.parse(value)]);
    kinds.set(kind, list);
  }
  // Only this module and `encode.ts` know these rows; they are ours, not input.
  const all = <T>(kind: string): [string, T][] => (kinds.get(kind) ?? []) as [string, T][];
  return { all, one: <T>(kind: string) => all<T>(kind)[0]?.[1] };
}

const numerically = ([left]: [string, unknown], [right]: [string, unknown]): number => Number(left) - Number(right);

function decodeTopology({ topology, retired }: State, byKind: ByKind): void {
  const rows = byKind.all<EntityRow>("entity").sort(numerically);
  for (const [number, [scope, id, kind, name, , isRetired]] of rows) {
    const entity = topology.add(Number(number), scope, id, kind, name);
    entity.retired = isRetired === 1;
    if (entity.retired) retired.add(entity);
  }
  for (const [number, [, , , , into]] of rows) {
    if (into !== null) topology.redirect(topology.numbered(Number(number)), topology.numbered(into));
  }
  for (const [key, origins] of byKind.all<number>("edge")) {
    const [from, to] = key.split("/").map((number) => topology.numbered(Number(number)));
    if (from === undefined || to === undefined) throw new RangeError(`${key} is no edge`);
    topology.setOrigins(from, to, origins);
  }
}

function decodeSigns({ signs, topology }: State, byKind: ByKind): void {
  const rows = byKind.all<SignRow>("sign");
  for (const [id, [entity, kind, since, endedAt, isDismissed]] of rows)
    signs.set(id, { id, entity: topology.numbered(entity), kind, since, endedAt, isDismissed: isDismissed === 1 });
}

type Groups = (number: number) => Group;

function decodeGroups(state: State, byKind: ByKind): Groups {
  const all = new Map<number, Group>();
  const rows = byKind.all<GroupRow | number>("group").sort(numerically);
  for (const [key, value] of rows) {
    const group = newGroup(Number(key), typeof value === "number" ? ("" as Scope) : value[0]);
    all.set(group.number, group);
    if (typeof value === "number") continue;
    fillGroup(group, value);
    state.groups.set(group.number, group);
  }
  const find: Groups = (number) => {
    const group = all.get(number);
    if (group === undefined) throw new RangeError(`no group has number ${number}`);
    return rootOf(group);
  };
  for (const [key, value] of rows) if (typeof value === "number") all.get(Number(key))!.into = all.get(value) ?? null;
  for (const [key, value] of rows) if (typeof value === "number") find(Number(key)).absorbed.push(Number(key));
  return find;
}

function fillGroup(
  group: Group,
  [, founder, heldAt, heldSequence, incident, quietSince, newsSequence]: GroupRow,
): void {
  Object.assign(group, { heldAt, heldSequence, quietSince, newsSequence });
  if (founder !== null) group.founder = decodeFounder(founder);
  if (incident !== null)
    group.incident = { id: incident[0], founder: decodeFounder(incident[1]), resolvedAt: incident[2] };
}

const decodeFounder = ([startedAt, fingerprint, version]: FounderRow): Founder => ({ startedAt, fingerprint, version });

function decodeSpots(state: State, groups: Groups, byKind: ByKind): void {
  for (const [number, [episodes, parts]] of byKind.all<[EpisodeRow[], PartRow[]]>("spot").sort(numerically)) {
    const entity = state.topology.numbered(Number(number));
    entity.episodes = episodes.map((row) => decodeEpisode(row, groups));
    for (const row of parts) addPart(state, entity, row, groups);
    if (isAlerting(entity)) state.topology.noteAlerting(entity);
  }
  for (const [key, [text, episodes]] of byKind.all<[string, EpisodeRow[]]>("label")) {
    state.labels.set(key, { key, text, episodes: episodes.map((row) => decodeEpisode(row, groups)) });
  }
}

const decodeEpisode = ([min, max, group, createdAt, touchedAt]: EpisodeRow, groups: Groups): Episode => ({
  min,
  max,
  group: groups(group),
  createdAt,
  touchedAt,
});

const decodeWitness = ([at, fingerprint, rank, summary]: WitnessRow): Witness => ({ at, fingerprint, rank, summary });

function addPart(
  { topology }: State,
  entity: Entity,
  [number, forgotten, firstRow, worstRow, evidence]: PartRow,
  groups: Groups,
): void {
  const first = decodeWitness(firstRow);
  const part: Part = {
    group: groups(number),
    entity,
    into: null,
    alerts: forgotten,
    forgotten,
    firing: 0,
    suppressed: 0,
    first,
    worst: worstRow === null ? first : decodeWitness(worstRow),
    evidence:
      evidence === null
        ? null
        : { kind: evidence[0], via: evidence[1] === null ? null : topology.numbered(evidence[1]), label: evidence[2] },
  };
  entity.parts = [...entity.parts, part];
  part.group.parts.push(part);
}

function decodeAlerts(state: State, groups: Groups, byKind: ByKind): void {
  for (const [sequence, row] of byKind.all<AlertRow>("alert").sort(numerically)) {
    const [
      fingerprint,
      entityNumber,
      groupNumber,
      startedAt,
      version,
      rank,
      alertState,
      placedAt,
      resolvedAt,
      joined,
      again,
    ] = row;
    const entity = current(state.topology.numbered(entityNumber));
    const group = groups(groupNumber);
    const part = partOf(entity, group);
    if (part === undefined) throw new RangeError(`alert ${fingerprint} belongs to no part`);
    const alert = {
      fingerprint,
      sequence: Number(sequence),
      part,
      startedAt,
      version,
      rank,
      state: alertState,
      placedAt,
      resolvedAt,
    };
    const known = { ...alert, joined: joined === 1, again: again === 1 };
    state.alerts.set(known.fingerprint, known);
    part.alerts++;
    count(known, 1);
    if (!known.joined) group.pending.push(known);
    growEpisode(entity, group, startedAt, placedAt);
  }
}

const current = (entity: Entity): Entity => entity.into ?? entity;

/** Episodes are not written for every alert that prolongs them: the alerts' own rows tell. */
function growEpisode({ episodes }: Entity, group: Group, startedAt: number, placedAt: number): void {
  const episode = episodes.find(
    (each) =>
      each.group === group && placedAt >= each.createdAt && gapBetween(each, startedAt, startedAt) <= SAME_ENTITY_MS,
  );
  if (episode === undefined) return;
  episode.min = Math.min(episode.min, startedAt);
  episode.max = Math.max(episode.max, startedAt);
  episode.touchedAt = Math.max(episode.touchedAt, placedAt);
}

/** Puts the groups into the queues that they were in. */
function queue(state: State): void {
  const waiting: Group[] = [];
  for (const group of state.groups.values()) {
    if (group.incident === null && group.founder !== null) waiting.push(group);
    if (group.incident !== null && group.pending.length > 0) state.opening.add(group);
    if (group.newsSequence !== 0) state.news.add(group);
    noteActivity(state, group);
  }
  for (const group of waiting.sort((left, right) => left.heldSequence - right.heldSequence)) state.waiting.push(group);
  state.touched.clear();
}

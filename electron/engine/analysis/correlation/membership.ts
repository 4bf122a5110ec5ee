import type { Labels } from "../../../../shared/domain/event.ts";
import type { JoinReason } from "../../../../shared/domain/proposal.ts";
import { LABEL_MS, REFIRE_MS, SAME_ENTITY_MS } from "../limits.ts";
import type { Proposals } from "../proposals.ts";
import type { State } from "../state/state.ts";
import { type Entity, isAlerting } from "../topology.ts";
import { type Episode, gapBetween, type LabelPoint } from "./episode.ts";
import { type Group, rootOf } from "./group.ts";
import { INVERSE, labelKeysOf, visitLinks } from "./links.ts";
import { type Evidence, isStronger, partOf, stronger, strengthen } from "./part.ts";
import { type Concern, noteKeptApart, noteShapes, partingRule, partingRuleOf } from "../rules/apart.ts";
import { meetingPoints, settleAt } from "../rules/meet.ts";
import { isKeptApart } from "../verdicts/standing.ts";
import { unite } from "./unite.ts";

type Span = { min: number; max: number };
/** The groups to unite, the strongest evidence, and entities at the other end that had no evidence yet. */
type Found = {
  groups: Group[];
  best: Evidence | null;
  others: [entity: Entity, evidence: Evidence][];
  /** Rules that concern the alert that begins. */
  concerns: readonly Concern[];
  /** Rules that have left a group out. */
  parting: Set<string>;
};

const NO_CONCERNS: readonly Concern[] = [];

const foundIn = (group: Group | null, concerns = NO_CONCERNS): Found => ({
  groups: group === null ? [] : [rootOf(group)],
  best: null,
  others: [],
  concerns,
  parting: new Set(),
});

/**
 * The narrow gate of all linking: a group is left out that an operator or a rule has parted from one found before, or that a rule
 * parts from the alert. @returns whether it is in.
 */
function addGroup(state: State, { groups, concerns, parting }: Found, group: Group): boolean {
  if (groups.includes(group)) return true;
  if (groups.some((other) => isKeptApart(state, other, group))) return false;
  const rule = ruleBetween(state, groups, group) ?? partingRule(group, concerns);
  if (rule === undefined) {
    groups.push(group);
    return true;
  }
  parting.add(rule);
  noteKeptApart(state, group, rule);
  return false;
}

function ruleBetween(state: State, groups: readonly Group[], group: Group): string | undefined {
  for (const other of groups) {
    const rule = partingRuleOf(state, other, group);
    if (rule !== undefined) return rule;
  }
  return undefined;
}

/** `concerns`: rules over pairs that could hold for the alert. */
export type Start = {
  entity: Entity;
  at: number;
  labels: Labels;
  former: Group | null;
  concerns: readonly Concern[];
};
/** The group of a start, and the evidence to note once the entity has its part in it. */
export type Placement = { group: Group; found: Found };

/** Finds the group for a start at an entity, uniting all groups that it links. `former` is one that it belongs to in any case. */
export function placeStart(
  state: State,
  proposals: Proposals,
  { entity, at, labels, former, concerns }: Start,
): Placement {
  const found = foundIn(former, concerns);
  meetByRule(state, entity, at, found);
  const hit = hitBy(state, entity.episodes, at, SAME_ENTITY_MS, found);
  const span = spanOf(hit, at);
  const grown = hit.length !== 1 || span.min < hit[0]!.min || span.max > hit[0]!.max;
  if (grown) collect(state, entity, span, found);
  const meetings = labelKeysOf(entity.scope, labels).map((label) => meet(state, label, at, found));
  const group = uniteAll(state, proposals, entity, found) ?? state.addGroup(entity.scope);
  prolong(state, entity, hit, span, group);
  settleAt(state, group, concerns, at);
  noteShapes(state, group, concerns);
  for (const rule of found.parting) noteKeptApart(state, group, rule);
  for (const { point, hit: others } of meetings) {
    point.episodes = settle(state, point.episodes, others, spanOf(others, at), group);
    state.labels.set(point.key, point);
    state.touched.labels.add(point.key);
  }
  return { group, found };
}

/** Notes the evidence on both sides: an entity's first alert knows of no other yet. */
export function noteEvidence(state: State, entity: Entity, { group, found }: Placement): void {
  if (found.best !== null) noteAt(state, entity, group, found.best);
  for (const [other, evidence] of found.others) noteAt(state, other, group, evidence);
}

function noteAt(state: State, entity: Entity, group: Group, evidence: Evidence): void {
  const part = partOf(entity, group);
  if (part !== undefined && strengthen(part, evidence)) state.touched.spots.add(entity);
}

/** Links what an entity's episodes are linked to now that its edges are others. */
export function relink(state: State, proposals: Proposals, entity: Entity): void {
  for (const episode of entity.episodes.slice()) {
    const own = rootOf(episode.group);
    if (!isLinkable(state, own)) continue;
    const found = foundIn(own);
    collect(state, entity, episode, found);
    noteEvidence(state, entity, { group: uniteAll(state, proposals, entity, found) ?? own, found });
  }
}

/** Makes one episode of those of an entity that lie close together; to be called when two entities' episodes have become one list. */
export function melt(state: State, proposals: Proposals, entity: Entity): void {
  const melted: Episode[] = [];
  for (const episode of entity.episodes.toSorted((left, right) => left.min - right.min || left.max - right.max)) {
    const last = melted.at(-1);
    const group = rootOf(episode.group);
    const groups = last === undefined ? [] : [group, rootOf(last.group)];
    const close = last !== undefined && gapBetween(last, episode.min, episode.max) <= SAME_ENTITY_MS;
    const parted = last !== undefined && arePartedGroups(state, rootOf(last.group), group);
    if (!close || parted || !groups.every((each) => isLinkable(state, each))) {
      melted.push(episode);
      continue;
    }
    last.group = unite(state, proposals, rootOf(last.group), group, bridge(entity));
    last.max = Math.max(last.max, episode.max);
    last.createdAt = Math.min(last.createdAt, episode.createdAt);
    last.touchedAt = Math.max(last.touchedAt, episode.touchedAt);
  }
  entity.episodes = melted;
  state.touched.spots.add(entity);
}

const arePartedGroups = (state: State, left: Group, right: Group): boolean =>
  isKeptApart(state, left, right) || partingRuleOf(state, left, right) !== undefined;

/** A resolved incident takes no more alerts once nobody remembers it. */
const isLinkable = (state: State, group: Group): boolean =>
  group.incident === null ||
  group.incident.resolvedAt === 0 ||
  state.clock.now - group.incident.resolvedAt <= REFIRE_MS;

const bridge = ({ name }: Entity): JoinReason[] => [{ code: "why.bridge", params: { entity: name }, weight: 1 }];

function uniteAll(state: State, proposals: Proposals, entity: Entity, { groups }: Found): Group | undefined {
  if (groups.length < 2) return groups[0];
  const reasons = bridge(entity);
  return groups
    .sort((left, right) => left.number - right.number)
    .reduce((kept, group) => unite(state, proposals, kept, group, reasons));
}

function prolong(state: State, entity: Entity, hit: readonly Episode[], span: Span, group: Group): void {
  const wasAlerting = isAlerting(entity);
  entity.episodes = settle(state, entity.episodes, hit, span, group);
  if (!wasAlerting) state.topology.noteAlerting(entity);
  if (hit.length !== 1) state.touched.spots.add(entity);
}

/** What a rule groups it with. Before all other evidence: who wrote the rule knows better. */
function meetByRule(state: State, entity: Entity, at: number, found: Found): void {
  if (found.concerns.length === 0) return;
  for (const [{ rule }, point] of meetingPoints(state, entity, found.concerns)) {
    if (hitBy(state, point.episodes, at, rule.withinMs, found).length === 0) continue;
    found.best = stronger(found.best, { kind: "rule", via: null, label: rule.id });
  }
}

function meet(
  state: State,
  { key, text }: { key: string; text: string },
  at: number,
  found: Found,
): { point: LabelPoint; hit: Episode[] } {
  const point: LabelPoint = state.labels.get(key) ?? { key, text, episodes: [] };
  const hit = hitBy(state, point.episodes, at, LABEL_MS, found);
  if (hit.length > 0) found.best = stronger(found.best, { kind: "sameLabel", via: null, label: text });
  return { point, hit };
}

/** The episodes that a start belongs to: none, one, or those that it bridges. */
function hitBy(state: State, episodes: readonly Episode[], at: number, withinMs: number, found: Found): Episode[] {
  const isHit = (each: Episode): boolean =>
    gapBetween(each, at, at) <= withinMs && isLinkable(state, rootOf(each.group));
  return episodes.filter((each) => isHit(each) && addGroup(state, found, rootOf(each.group)));
}

function spanOf(hit: readonly Episode[], at: number): Span {
  const span = { min: at, max: at };
  for (const { min, max } of hit) {
    span.min = Math.min(span.min, min);
    span.max = Math.max(span.max, max);
  }
  return span;
}

/** Puts one episode in the place of those that were hit. */
function settle(state: State, episodes: Episode[], hit: readonly Episode[], span: Span, group: Group): Episode[] {
  const { now } = state.clock;
  const only = hit.length === 1 ? hit[0] : undefined;
  if (only !== undefined) {
    only.min = span.min;
    only.max = span.max;
    only.group = group;
    only.touchedAt = now;
    return episodes;
  }
  const createdAt = Math.min(now, ...hit.map((each) => each.createdAt));
  return [...episodes.filter((each) => !hit.includes(each)), { ...span, group, createdAt, touchedAt: now }];
}

function collect(state: State, entity: Entity, { min, max }: Span, found: Found): void {
  visitLinks(entity, min, max, (episode, kind, other, via) => {
    const group = rootOf(episode.group);
    if (!isLinkable(state, group) || !addGroup(state, found, group)) return;
    if (found.best === null || isStronger(kind, via, found.best)) found.best = { kind, via, label: null };
    if (!other.parts.some((part) => part.evidence === null)) return;
    found.others.push([other, { kind: INVERSE[kind], via: kind === "sharedDependency" ? via : entity, label: null }]);
  });
}

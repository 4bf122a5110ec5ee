import type { AlertTransition } from "../../../../shared/domain/log.ts";
import type { Scope } from "../../../../shared/domain/scope.ts";
import { factsOf } from "../../rules/facts.ts";
import { rankOf } from "../../../../shared/domain/severity.ts";
import { REFIRE_MS } from "../limits.ts";
import type { Proposals } from "../proposals.ts";
import { type Concern, partingRule } from "../rules/apart.ts";
import { releaseAlert, suppressAlert } from "../rules/suppress.ts";
import type { State } from "../state/state.ts";
import type { Entity } from "../topology.ts";
import { count, noteActivity, reopenWhenFiring } from "./activity.ts";
import { type Group, noteFounder, rootOf } from "./group.ts";
import { isActive, type KnownAlert } from "./knownAlert.ts";
import { noteEvidence, placeStart } from "./membership.ts";
import { currentPart, type Part, partOf, type Witness, witness } from "./part.ts";

/** Where a transition comes from. */
export type Origin = { scope: Scope; sourceId: string };

/**
 * Takes a transition of an alert into the groups. One that analysis does not know, because its beginning was skipped or a rule
 * has suppressed it so far, begins here.
 */
export function applyTransition(state: State, proposals: Proposals, origin: Origin, body: AlertTransition): void {
  const known = state.alerts.get(body.fingerprint);
  if (known !== undefined && isActive(known)) update(state, known, body);
  else if (body.state === "resolved") return releaseAlert(state, proposals, origin.scope, body.fingerprint);
  else if (!begin(state, proposals, origin, body, known)) return;
  const { group } = currentPart(state.alerts.get(body.fingerprint)!.part);
  noteActivity(state, group);
  reopenWhenFiring(state, proposals, group);
  state.noteNews(group);
}

function update(state: State, alert: KnownAlert, body: AlertTransition): void {
  count(alert, -1);
  alert.state = body.state;
  alert.rank = rankOf(body.severity);
  if (body.state === "resolved") alert.resolvedAt = state.clock.now;
  count(alert, 1);
  state.touched.alert(alert);
  testify(state, alert, body);
}

/** A new life. One that follows the last within `REFIRE_MS` belongs to the same group. @returns whether no rule suppresses it */
function begin(
  state: State,
  proposals: Proposals,
  origin: Origin,
  body: AlertTransition,
  before: KnownAlert | undefined,
): boolean {
  const entity = state.entity(origin.scope, body.entityId);
  const judged = judge(state, origin, entity, body);
  if (judged.suppressor !== undefined) {
    suppressAlert(state, proposals, { ruleId: judged.suppressor, ...origin, body });
    return false;
  }
  releaseAlert(state, proposals, origin.scope, body.fingerprint);
  const { concerns } = judged;
  const again = before !== undefined && state.clock.now - before.resolvedAt <= REFIRE_MS;
  const former = again ? formerGroup(state, before, concerns) : null;
  if (before !== undefined) leave(state, before, former === null);
  const placement = placeStart(state, proposals, { entity, at: body.startedAt, labels: body.labels, former, concerns });
  const { group } = placement;
  const part = partOf(entity, group) ?? addPart(state, entity, group, body);
  const alert = aLife(state, part, body, former !== null);
  state.alerts.set(alert.fingerprint, alert);
  state.touched.alert(alert);
  part.alerts++;
  count(alert, 1);
  testify(state, alert, body);
  noteEvidence(state, entity, placement);
  group.pending.push(alert);
  if (group.incident !== null) state.opening.add(group);
  return true;
}

type Judged = { suppressor: string | undefined; concerns: readonly Concern[] };

const UNJUDGED: Judged = { suppressor: undefined, concerns: [] };

/** What the rules say of an alert that begins. */
function judge({ rules }: State, { scope, sourceId }: Origin, { name, kind }: Entity, body: AlertTransition): Judged {
  const set = rules.of(scope);
  if (set === undefined) return UNJUDGED;
  const facts = factsOf(body, { entity: name, kind, source: sourceId });
  const suppressor = set.suppressorOf(facts);
  if (suppressor !== undefined) return { suppressor, concerns: [] };
  return { suppressor, concerns: set.concerning(facts).map((rule) => ({ rule, shape: rule.shapeOf(facts) })) };
}

/** The group of the last life, unless its incident was resolved too long ago or a rule keeps the new life out of it. */
function formerGroup(state: State, before: KnownAlert, concerns: readonly Concern[]): Group | null {
  const group = rootOf(currentPart(before.part).group);
  if (partingRule(group, concerns) !== undefined) return null;
  const resolvedAt = group.incident?.resolvedAt ?? 0;
  return resolvedAt !== 0 && state.clock.now - resolvedAt > REFIRE_MS ? null : group;
}

/** Removes a life that has ended. What it said of its entity remains; so does its place in the count, if it is `counted`. */
export function leave(state: State, alert: KnownAlert, counted: boolean): void {
  const part = currentPart(alert.part);
  if (counted) part.forgotten++;
  else part.alerts--;
  state.alerts.delete(alert.fingerprint);
  state.touched.alert(alert);
  state.touched.spots.add(part.entity);
  if (!alert.joined) part.group.pending.remove(alert);
}

const aLife = (state: State, part: Part, body: AlertTransition, again: boolean): KnownAlert => ({
  fingerprint: body.fingerprint,
  sequence: state.next(),
  part,
  startedAt: body.startedAt,
  version: body.version,
  rank: rankOf(body.severity),
  state: body.state,
  placedAt: state.clock.now,
  resolvedAt: 0,
  joined: false,
  again,
});

const witnessOf = (body: AlertTransition): Witness => ({
  at: body.startedAt,
  fingerprint: body.fingerprint,
  rank: rankOf(body.severity),
  summary: body.summary,
});

function addPart(state: State, entity: Entity, group: Group, body: AlertTransition): Part {
  const seen = witnessOf(body);
  const counts = { alerts: 0, forgotten: 0, firing: 0, suppressed: 0 };
  const part: Part = { group, entity, into: null, ...counts, first: seen, worst: seen, evidence: null };
  entity.parts = [...entity.parts, part];
  // An array that begins with its part is far smaller than an empty one that grows, and most groups have one.
  if (group.parts.length === 0) group.parts = [part];
  else group.parts.push(part);
  state.touched.spots.add(entity);
  return part;
}

/** Lets the alert stand for its entity, and found the incident when it is worth one. */
function testify(state: State, alert: KnownAlert, body: AlertTransition): void {
  const part = currentPart(alert.part);
  if (witness(part, witnessOf(body))) state.touched.spots.add(part.entity);
  if (alert.state !== "firing" || alert.rank === 0) return;
  const { group } = part;
  const isFirst = group.founder === null;
  const founder = { startedAt: alert.startedAt, fingerprint: alert.fingerprint, version: alert.version };
  if (!noteFounder(group, founder, state.clock.now, isFirst ? state.next() : 0)) return;
  state.touched.groups.add(group.number);
  if (isFirst) state.waiting.push(group);
}

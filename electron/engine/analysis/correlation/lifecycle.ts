import { incidentIdOf } from "../identity.ts";
import { HOLD_MS, RESOLVE_HOLD_MS, RESOLVES_PER_TICK } from "../limits.ts";
import type { Proposals } from "../proposals.ts";
import type { State } from "../state/state.ts";
import { noteActivity } from "./activity.ts";
import { type Group, rootOf } from "./group.ts";
import { joinReasons } from "./why.ts";

/** Opens incidents for groups whose hold has passed, in the order in which they began to wait. @returns the groups opened. */
export function openDue(state: State, proposals: Proposals, limit: number): Group[] {
  const opened: Group[] = [];
  for (let next = state.waiting.first(); next !== undefined && opened.length < limit; next = state.waiting.first()) {
    const group = rootOf(next);
    const waits = group.incident === null;
    if (waits && state.clock.now - group.heldAt <= HOLD_MS) break;
    state.waiting.take(1);
    if (!waits) continue;
    openIncident(state, proposals, group);
    opened.push(group);
  }
  return opened;
}

/** Whether an incident could open now. */
export function isOpeningDue(state: State): boolean {
  const next = state.waiting.first();
  return next !== undefined && state.clock.now - rootOf(next).heldAt > HOLD_MS;
}

/** Gives a group its incident, named after its founder. */
export function openIncident(state: State, proposals: Proposals, group: Group): void {
  const { founder } = group;
  if (founder === null) throw new RangeError(`group ${group.number} waits without a founder`);
  const id = incidentIdOf(group.scope, founder);
  group.incident = { id, founder, resolvedAt: 0 };
  const openedAt = state.clock.now;
  proposals.add({ kind: "open", incidentId: id, scope: group.scope, startedAt: founder.startedAt, openedAt });
  state.touched.groups.add(group.number);
  state.opening.add(group);
  noteActivity(state, group);
  state.noteNews(group);
}

/** Tells incidents of the alerts that joined, oldest groups and alerts first, so that a storm does not make one step huge. */
export function tellJoins(state: State, proposals: Proposals, limit: number): void {
  if (state.opening.size === 0) return;
  let left = limit;
  for (const group of [...state.opening].sort((one, other) => one.number - other.number)) {
    if (left <= 0) return;
    left -= tellJoinsOf(state, proposals, group, left);
    if (group.pending.length === 0) state.opening.delete(group);
  }
}

function tellJoinsOf(state: State, proposals: Proposals, group: Group, limit: number): number {
  const told = group.pending.take(limit);
  for (const alert of told) {
    alert.joined = true;
    state.touched.alert(alert);
    const reasons = joinReasons(alert, group);
    proposals.add({
      kind: "join",
      incidentId: group.incident!.id,
      fingerprint: alert.fingerprint,
      at: state.clock.now,
      reasons,
    });
  }
  return told.length;
}

/** Resolves incidents in which nothing has been active for a moment. To be called with a tick. @returns whether some were put off */
export function resolveQuiet(state: State, proposals: Proposals): boolean {
  let left = RESOLVES_PER_TICK;
  for (const group of [...state.quiet].sort((left, right) => left.number - right.number)) {
    const { incident } = group;
    if (incident === null || group.pending.length > 0) continue;
    if (state.clock.now - group.quietSince < RESOLVE_HOLD_MS) continue;
    if (left-- === 0) return true;
    incident.resolvedAt = state.clock.now;
    state.quiet.delete(group);
    state.touched.groups.add(group.number);
    proposals.add({ kind: "resolve", incidentId: incident.id, at: state.clock.now });
  }
  return false;
}

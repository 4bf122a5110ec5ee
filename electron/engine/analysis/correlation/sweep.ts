import { CHANGE_LATE_MS, CHANGE_LEAD_MS, FORGOTTEN_PER_TICK, REFIRE_MS } from "../limits.ts";
import { sweepSigns } from "../causes/noteSign.ts";
import type { State } from "../state/state.ts";
import { type Entity, isAlerting } from "../topology.ts";
import { type Episode } from "./episode.ts";
import { type Group, rootOf } from "./group.ts";
import { sweepPoints } from "../rules/meet.ts";
import { isActive } from "./knownAlert.ts";
import { currentPart } from "./part.ts";
import { forgetRetired } from "./retire.ts";
import { leave } from "./transition.ts";
import { forgetVerdicts } from "../verdicts/standing.ts";

/**
 * Removes what can no longer matter, so that memory follows what is active and not what has been. Groups go only when all
 * their alerts have gone. @returns whether some were put off
 */
export function sweep(state: State): boolean {
  let left = FORGOTTEN_PER_TICK;
  for (const alert of state.alerts.values()) {
    const told = alert.joined || currentPart(alert.part).group.founder === null;
    if (!told || isActive(alert) || state.clock.now - alert.resolvedAt <= REFIRE_MS) continue;
    if (left-- === 0) return true;
    leave(state, alert, true);
  }
  for (const group of state.groups.values()) if (isOver(state, group)) forget(state, group);
  for (const entity of state.topology.entities.values()) if (isAlerting(entity)) sweepEpisodes(state, entity);
  for (const [key, point] of state.labels) {
    if (point.episodes.every((episode) => isFresh(state, episode))) continue;
    point.episodes = point.episodes.filter((episode) => isFresh(state, episode));
    if (point.episodes.length === 0) state.labels.delete(key);
    state.touched.labels.add(key);
  }
  sweepPoints(state, (episode) => isFresh(state, episode));
  sweepChanges(state);
  sweepSigns(state);
  forgetRetired(state);
  return false;
}

/** Resolved for good, or never worth an incident; and long quiet, so that its alerts are gone already. */
function isOver(state: State, { incident, founder, quietSince }: Group): boolean {
  const ended = incident === null ? founder === null : incident.resolvedAt > 0;
  const since = Math.max(quietSince, incident?.resolvedAt ?? 0);
  return ended && quietSince > 0 && state.clock.now - since > REFIRE_MS;
}

function forget(state: State, group: Group): void {
  forgetVerdicts(state, group);
  for (const part of group.parts) {
    part.entity.parts = part.entity.parts.filter((each) => each !== part);
    state.touched.spots.add(part.entity);
  }
  for (const number of [group.number, ...group.absorbed]) {
    state.touched.absorbed.delete(number);
    state.touched.groups.add(number);
  }
  state.touched.ruled.add(group.number);
  state.groups.delete(group.number);
  state.news.delete(group);
  state.quiet.delete(group);
}

/** An episode that nothing was placed in for long links no more; nor does one of a group that is gone. */
const isFresh = (state: State, { touchedAt, group }: Episode): boolean =>
  state.clock.now - touchedAt <= REFIRE_MS && state.groups.has(rootOf(group).number);

function sweepEpisodes(state: State, entity: Entity): void {
  if (entity.episodes.every((episode) => isFresh(state, episode))) return;
  entity.episodes = entity.episodes.filter((episode) => isFresh(state, episode));
  state.touched.spots.add(entity);
  if (!isAlerting(entity)) state.topology.noteAlerting(entity);
}

/** A change stays as long as something remembered began in its time. */
function sweepChanges(state: State): void {
  if (state.changes.size === 0) return;
  const starts = [...state.groups.values()]
    .map((group) => group.founder?.startedAt ?? 0)
    .sort((one, other) => one - other);
  for (const [key, { at }] of state.changes.all()) {
    if (state.clock.now - at <= CHANGE_LEAD_MS * 2) continue;
    const next = starts.find((startedAt) => startedAt >= at - CHANGE_LATE_MS);
    if (next !== undefined && next <= at + CHANGE_LEAD_MS) continue;
    state.changes.delete(key);
    state.touched.changes.add(key);
  }
}

import type { Estate } from "./estate.ts";
import type { Cover, Firing, Group } from "./group.ts";
import { fitOf, suits } from "./odds.ts";
import type { State } from "./state.ts";
import { takenByTempo } from "./tempo.ts";
import { FAINT, JOIN_MARGIN, MOST_CERTAIN, OPEN_MS } from "./weights.ts";

/** The open incident that explains a new alert best; null when none does. */
export function bestCover(state: State, firing: Firing): Group | null {
  let best: Group | null = null;
  let bestFit = -Infinity;
  for (const group of state.covers[firing.key.entity] ?? []) {
    const { covers, startedAt, tempo } = group.explanation!;
    const lagMs = firing.at - startedAt;
    if (lagMs > OPEN_MS) continue;
    const { probability, hops } = covers.get(firing.key.entity)!;
    const taken = takenByTempo(tempo, lagMs, hops);
    if (fitOf(firing, probability, startedAt, hops) + taken <= JOIN_MARGIN) continue;
    const fit = suits(firing, probability, startedAt, hops) + taken;
    if (fit > bestFit) [best, bestFit] = [group, fit];
  }
  return best;
}

/** The share of alerts without a known entity that belong to what alerts in the same place at that time, and how far away they count as. */
export const SAME_PLACE = { chance: 0.15, hops: 2 };
/** Only an incident that is still growing takes in what nobody can place. */
const GROWING_MS = 15 * 60_000;

/** For an alert of which nobody knows the entity: the growing incident whose alerts come mostly from the same place. */
export function bestPlace(state: State, firing: Firing, places: readonly string[]): Group | null {
  let best: Group | null = null;
  let bestFit = JOIN_MARGIN;
  for (const group of state.open) {
    const { startedAt } = group.explanation!;
    if (firing.at - startedAt > GROWING_MS) continue;
    let share = 0;
    for (const place of places) share = Math.max(share, (group.places.get(place) ?? 0) / group.members.length);
    if (share === 0) continue;
    const fit = fitOf(firing, SAME_PLACE.chance * Math.min(1, share), startedAt, SAME_PLACE.hops);
    if (fit > bestFit) [best, bestFit] = [group, fit];
  }
  return best;
}

/** Whether the incident most probably affects the alert's entity, planned work or not. */
export const isCertain = (group: Group, { key }: Firing): boolean =>
  (group.explanation?.covers.get(key.entity)?.probability ?? 0) > 0.5;

/** Lets an incident take in alerts of these entities. */
export function cover(state: State, group: Group, covers: ReadonlyMap<number, Cover>): void {
  for (const entity of covers.keys()) put(state, entity, group);
}

export function uncover(state: State, group: Group): void {
  for (const entity of group.explanation?.covers.keys() ?? []) {
    const list = state.covers[entity];
    const index = list?.indexOf(group) ?? -1;
    if (index >= 0) list!.splice(index, 1);
  }
}

/** An entity alerts in this incident: what depends on it may follow. */
export function widen(state: State, estate: Estate, group: Group, entity: number): void {
  const { covers } = group.explanation!;
  const here = covers.get(entity)!;
  if (here.probability >= MOST_CERTAIN) return;
  here.probability = MOST_CERTAIN;
  const { start, to, strength } = estate.dependents;
  for (let edge = start[entity]!; edge < start[entity + 1]!; edge++) {
    const probability = strength[edge]! * MOST_CERTAIN;
    const known = covers.get(to[edge]!);
    if (known !== undefined) known.probability = Math.max(known.probability, probability);
    else if (probability >= FAINT) {
      covers.set(to[edge]!, { probability, hops: here.hops + 1 });
      put(state, to[edge]!, group);
    }
  }
}

function put(state: State, entity: number, group: Group): void {
  const list = state.covers[entity];
  if (list === undefined) state.covers[entity] = [group];
  else if (!list.includes(group)) list.push(group);
}

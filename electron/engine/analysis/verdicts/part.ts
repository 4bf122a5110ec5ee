import { noteActivity } from "../correlation/activity.ts";
import { type Case, type Group, rootOf } from "../correlation/group.ts";
import { isActive, type KnownAlert } from "../correlation/knownAlert.ts";
import { currentPart, type Part } from "../correlation/part.ts";
import { type Founder, olderFounder } from "../identity.ts";
import { addRuled } from "../rules/apart.ts";
import type { State } from "../state/state.ts";

/** Parts of a group that have alerts which are remembered; undefined when none has, or when nothing else would remain. */
export function separable(state: State, group: Group, entities: ReadonlySet<number>): Part[] | undefined {
  const remembered = new Set<Part>();
  for (const alert of state.alerts.values()) remembered.add(currentPart(alert.part));
  const chosen = group.parts.filter((part) => entities.has(part.entity.number) && remembered.has(part));
  if (chosen.length === 0 || chosen.length === group.parts.length) return undefined;
  return chosen.sort((left, right) => left.entity.number - right.entity.number);
}

/** Whose verdict parts the group, and the incident of what is taken out. */
export type Parting = { by: string; incidentOf(founder: Founder): Case };

/**
 * Takes parts out of a group into one of their own, with the incident that is given to it. Its alerts join that incident; those
 * that are forgotten already stay where they were. What comes at these entities from here on belongs to the new group.
 */
export function takeOut(state: State, group: Group, parts: readonly Part[], { by, incidentOf }: Parting): Group {
  const out = state.addGroup(group.scope);
  const entities = new Set(parts.map((part) => part.entity));
  for (const part of parts) {
    part.group = out;
    out.parts.push(part);
    part.alerts -= part.forgotten;
    part.forgotten = 0;
    const via = part.evidence?.via ?? null;
    if (via === null || !entities.has(via)) part.evidence = { kind: "operator", via: null, label: by };
    for (const episode of part.entity.episodes) if (rootOf(episode.group) === group) episode.group = out;
    state.touched.spots.add(part.entity);
  }
  group.parts = group.parts.filter((part) => part.group === group);
  moveAlerts(state, group, out);
  addRuled(state, out, group);
  Object.assign(out, { heldAt: state.clock.now, heldSequence: state.next(), incident: incidentOf(out.founder!) });
  state.opening.add(out);
  for (const each of [group, out]) {
    state.touched.groups.add(each.number);
    noteActivity(state, each);
    state.noteNews(each);
  }
  if (group.pending.length === 0) state.opening.delete(group);
  return out;
}

function moveAlerts(state: State, group: Group, out: Group): void {
  const moved = [...state.alerts.values()].filter((alert) => currentPart(alert.part).group === out);
  for (const alert of moved.sort((left, right) => left.sequence - right.sequence)) {
    if (!alert.joined) group.pending.remove(alert);
    alert.joined = false;
    alert.again = false;
    out.pending.push(alert);
    state.touched.alert(alert);
    if (!isActive(alert)) continue;
    const active = alert.state === "firing" ? "firing" : "suppressed";
    group[active][alert.rank]! -= 1;
    out[active][alert.rank]! += 1;
  }
  out.founder = founderOf(moved);
}

/** The oldest alert worth an incident; of what was merely information when there is none. */
function founderOf(alerts: readonly KnownAlert[]): Founder {
  const worth = alerts.filter(({ rank }) => rank > 0);
  const [first, ...others] = (worth.length > 0 ? worth : alerts).map(
    ({ startedAt, fingerprint, version }): Founder => ({ startedAt, fingerprint, version }),
  );
  if (first === undefined) throw new RangeError("nothing was taken out of the incident");
  return others.reduce(olderFounder, first);
}

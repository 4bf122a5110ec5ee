import { REFIRE_MS } from "../limits.ts";
import type { Proposals } from "../proposals.ts";
import type { State } from "../state/state.ts";
import { activeIn, firingIn, type Group } from "./group.ts";
import { isActive, type KnownAlert } from "./knownAlert.ts";
import { currentPart } from "./part.ts";

/** Counts an alert in (1) or out (-1) of what is active in its group. To be called around every change of state or severity. */
export function count(alert: KnownAlert, by: 1 | -1): void {
  if (!isActive(alert)) return;
  const part = currentPart(alert.part);
  const state = alert.state === "firing" ? "firing" : "suppressed";
  part[state] += by;
  part.group[state][alert.rank]! += by;
}

/** Keeps track of since when nothing is active in a group. */
export function noteActivity(state: State, group: Group): void {
  const quiet = activeIn(group) === 0;
  if (quiet && group.incident?.resolvedAt === 0) state.quiet.add(group);
  else state.quiet.delete(group);
  if (quiet === group.quietSince > 0) return;
  group.quietSince = quiet ? state.clock.now : 0;
  state.touched.groups.add(group.number);
}

/** A resolved incident is open again when something in it fires. */
export function reopenWhenFiring(state: State, proposals: Proposals, group: Group): void {
  const { incident } = group;
  if (incident === null || incident.resolvedAt === 0 || firingIn(group) === 0) return;
  if (state.clock.now - incident.resolvedAt > REFIRE_MS) return;
  incident.resolvedAt = 0;
  state.touched.groups.add(group.number);
  proposals.add({ kind: "reopen", incidentId: incident.id, at: state.clock.now });
}

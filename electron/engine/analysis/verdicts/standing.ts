import type { Case, Group } from "../correlation/group.ts";
import { rootOf } from "../correlation/group.ts";
import type { State } from "../state/state.ts";

/**
 * A verdict of an operator as analysis holds it: a constraint on groups, or on the causes of one. Groups may have been absorbed
 * since: ask `rootOf`. Entities go by their numbers, because they may be joined or forgotten before the verdict is.
 * `gone`, `entities`: the incident that was merged away and what alerted in it alone, to bring it back.
 * `combination`: kind of the entity and its strongest reason, as `refuted` counts them; null when it was no candidate.
 */
export type Standing =
  | { kind: "merge"; group: Group; gone: Case; entities: readonly number[] }
  | { kind: "split"; group: Group; out: Group }
  | { kind: "not-cause"; group: Group; entity: number; by: string; combination: string | null };

/** Whether an operator has parted two groups. What links them otherwise no longer does. */
export function isKeptApart({ verdicts }: State, left: Group, right: Group): boolean {
  for (const standing of verdicts.values()) if (parts(standing, left, right)) return true;
  return false;
}

function parts(standing: Standing, left: Group, right: Group): boolean {
  if (standing.kind !== "split") return false;
  const [group, out] = [rootOf(standing.group), rootOf(standing.out)];
  return (group === left && out === right) || (group === right && out === left);
}

export function setVerdict({ verdicts, touched }: State, id: string, standing: Standing): void {
  verdicts.set(id, standing);
  touched.verdicts.add(id);
}

export function dropVerdict({ verdicts, touched }: State, id: string): void {
  verdicts.delete(id);
  touched.verdicts.add(id);
}

/** Two groups that were parted are to be one after all. */
export function dropParting(state: State, left: Group, right: Group): void {
  for (const [id, standing] of state.verdicts) if (parts(standing, left, right)) dropVerdict(state, id);
}

/** Verdicts end with the incident that they are about. To be called before its group goes. */
export function forgetVerdicts(state: State, group: Group): void {
  for (const [id, standing] of state.verdicts) {
    const isAbout = rootOf(standing.group) === group || (standing.kind === "split" && rootOf(standing.out) === group);
    if (isAbout) dropVerdict(state, id);
  }
}

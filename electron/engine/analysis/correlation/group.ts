import type { IncidentId } from "../../../../shared/domain/incident.ts";
import type { Scope } from "../../../../shared/domain/scope.ts";
import { type Founder, olderFounder } from "../identity.ts";
import { Queue } from "../queue.ts";
import type { Ruled } from "../rules/apart.ts";
import type { KnownAlert } from "./knownAlert.ts";
import type { Part } from "./part.ts";

/** The incident of a group. `resolvedAt` is log time, 0 while it is open. */
export type Case = { readonly id: IncidentId; readonly founder: Founder; resolvedAt: number };

/** Alerts that belong together. Linked groups are united: one absorbs the other and stands for it from then on. */
export type Group = {
  readonly number: number;
  readonly scope: Scope;
  into: Group | null;
  /** Numbers of the groups that it has absorbed. */
  absorbed: number[];
  parts: Part[];
  /** Active alerts by severity rank, 0 info … 4 critical. */
  firing: number[];
  suppressed: number[];
  /** Earliest alert that is worth an incident: one that has fired and is no mere information. */
  founder: Founder | null;
  /** When the first such alert came: log time and order. */
  heldAt: number;
  heldSequence: number;
  incident: Case | null;
  /** Alerts that the incident has not been told of, in order of their sequence. */
  pending: Queue<KnownAlert>;
  /** Log time since when nothing is active; 0 while something is. */
  quietSince: number;
  /** Order in which groups with news are assessed; 0 without news. */
  newsSequence: number;
  /** What rules that separate know of its alerts; null where none has looked at them, as mostly. */
  ruled: Ruled | null;
};

export function newGroup(number: number, scope: Scope): Group {
  const counts = { firing: [0, 0, 0, 0, 0], suppressed: [0, 0, 0, 0, 0] };
  const held = { founder: null, heldAt: 0, heldSequence: 0, quietSince: 0, newsSequence: 0 };
  return {
    number,
    scope,
    into: null,
    absorbed: [],
    parts: [],
    ...counts,
    ...held,
    incident: null,
    pending: new Queue(),
    ruled: null,
  };
}

/** The group that stands for it. Shortens the way for the next asker. */
export function rootOf(group: Group): Group {
  if (group.into === null) return group;
  group.into = rootOf(group.into);
  return group.into;
}

const total = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);

export const firingIn = (group: Group): number => total(group.firing);
export const activeIn = (group: Group): number => total(group.firing) + total(group.suppressed);

/** Rank of the worst severity that fires, else of the worst that is suppressed; undefined when nothing is active. */
export function worstActive(group: Group): number | undefined {
  for (const counts of [group.firing, group.suppressed]) {
    const rank = counts.findLastIndex((count) => count > 0);
    if (rank >= 0) return rank;
  }
  return undefined;
}

/** Notes an alert that is worth an incident. @returns whether that changes the founder. */
export function noteFounder(group: Group, founder: Founder, now: number, sequence: number): boolean {
  const before = group.founder;
  group.founder = before === null ? founder : olderFounder(before, founder);
  if (before === null) {
    group.heldAt = now;
    group.heldSequence = sequence;
  }
  return group.founder !== before;
}

import type { Changes } from "./changes.ts";
import type { Maintenance } from "./maintenance.ts";
import type { AlertKey, AlertKind, Firing, Group } from "./group.ts";

/** An arrival that waits for its turn. */
export type Arrival = {
  id: number;
  key: string;
  kind: string;
  entity: number;
  /** What its labels say of where it is; for alerts of which nobody knows the entity. */
  places: readonly string[];
  isFiring: boolean;
  /** When it happened, by the clock of this machine. */
  at: number;
};

/** A review of a group that is due. */
export type Due = { at: number; group: Group };

/** All that correlation knows, as plain data, so that it can be saved whole. */
export type State = {
  /** When the arrival came that is being dealt with. */
  heardAt: number;
  /** Beginnings are decided up to here. */
  now: number;
  /** Time of the first alert; -1 before it. */
  since: number;
  /** The next number for a group or a firing. */
  groups: number;
  firings: number;
  /** Kinds that there were so far, also those forgotten. */
  kindsSeen: number;
  /** When it was last looked for what can be forgotten. */
  forgotAt: number;
  keys: Map<string, AlertKey>;
  kinds: Map<string, AlertKind>;
  arrivals: Arrival[];
  /** Firings that may yet turn out to belong to an incident, in order; only then are they counted into the background. */
  undecided: Firing[];
  due: Due[];
  changes: Changes;
  /** Planned work, in the order in which it was told. */
  works: Maintenance[];
  /** Incidents that take in alerts. */
  open: Set<Group>;
  /** Entities that incidents have affected, by kind. */
  affected: Map<string, number>;
  /** Those of them at which incidents began. */
  rootsOf: Map<string, number>;
  /** The kind of each entity. */
  kindOf: string[];
  /** The time at which evidence has the scale of one. */
  epoch: number;
  /** By entity: evidence of waiting alerts for it as a root, and those alerts. */
  evidence: Float64Array;
  /** How much of it there was at the last search. */
  searched: Float64Array;
  /** Evidence over hours: what is usual there. */
  usual: Float64Array;
  /** How much of it there was, at most, when a search found nothing; it fades over hours. */
  barren: Float64Array;
  waiting: (Firing[] | undefined)[];
  /** By entity: its own waiting alerts. */
  alone: (Firing[] | undefined)[];
  /** By entity: open groups that cover it. */
  covers: (Group[] | undefined)[];
  /** By entity: open groups with a root that it may be the cause of. */
  rooted: (Group[] | undefined)[];
};

export function newState(kindOf: string[]): State {
  const entities = kindOf.length;
  return {
    affected: new Map(),
    rootsOf: new Map(),
    kindOf,
    heardAt: 0,
    now: 0,
    since: -1,
    groups: 0,
    firings: 0,
    kindsSeen: 0,
    forgotAt: 0,
    keys: new Map(),
    kinds: new Map(),
    arrivals: [],
    undecided: [],
    due: [],
    changes: new Map(),
    works: [],
    open: new Set(),
    epoch: 0,
    evidence: new Float64Array(entities),
    searched: new Float64Array(entities),
    usual: new Float64Array(entities),
    barren: new Float64Array(entities),
    waiting: Array.from({ length: entities }),
    alone: Array.from({ length: entities }),
    rooted: Array.from({ length: entities }),
    covers: Array.from({ length: entities }),
  };
}

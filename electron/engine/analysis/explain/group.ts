import type { KeyRate, KindRate } from "./rates.ts";

/** A kind of alert: the name under which one tool raises it. */
export type AlertKind = KindRate & {
  readonly number: number;
  /** How often it was among the alerts of entities that incidents have affected, and among those of their roots. */
  seen: number;
  seenAtRoot: number;
  /** The last time that anything was said of an alert of it. */
  heardAt: number;
};

/** One alert's key, over all its lives. `entity` -1: nobody knows what it is about. */
export type AlertKey = KeyRate & {
  readonly key: string;
  readonly kind: AlertKind;
  readonly entity: number;
  /** The present or last life, and its end; 0 while it lasts. */
  firing: Firing | null;
  endedAt: number;
  /** The last time that anything was said of it. */
  heardAt: number;
  /** Where lives go that recur on and on without an incident. */
  chronic: Group | null;
};

/** One life of an alert, from its beginning on. */
export type Firing = {
  readonly number: number;
  readonly key: AlertKey;
  /** When it began, by the clock of this machine. */
  readonly at: number;
  /** Log odds per second that it belongs to a fault rather than to the background, before lag and distance. */
  base: number;
  /** How often an affected entity raises it, as was known when it began: a part of `base`. */
  readonly share: number;
  /** What is added to that where the fault is, and below it: some alerts tell of their own trouble, some of that of others. */
  atRoot: number;
  below: number;
  group: Group;
  /** Whether it has been long enough without an incident, and whether it is counted into the background. */
  isDecided: boolean;
  isCounted: boolean;
};

/** How an entity is covered by an explanation: the probability that it is affected, and the hops from the root. */
export type Cover = { probability: number; hops: number };

/** A possible root of an incident, with the log odds of the explanation that begins at it. */
export type Suspect = { entity: number; score: number };

/** What explains an incident: a root, the time of the first sign, and whom it affects. */
export type Explanation = {
  root: number;
  startedAt: number;
  covers: Map<number, Cover>;
  suspects: Suspect[];
  /** It is explained anew at this size, or when this review is due. */
  reviewAtSize: number;
  reviewAt: number;
  /** When it was found. */
  explainedAt: number;
  /** How much less of the late symptoms it has than usual, in (0,1]. */
  tempo: number;
};

/** Alerts that belong together. Without an explanation it is one alert that waits, or recurs. */
export type Group = {
  readonly number: number;
  readonly openedAt: number;
  members: Firing[];
  explanation: Explanation | null;
  /** How often its members' labels name each place. */
  places: Map<string, number>;
  isClosed: boolean;
  isNoise: boolean;
  /** When it was last looked at whether it is over. */
  overCheckedAt: number;
  /** When it was last explained or took in an alert. */
  changedAt: number;
};

/** Every constant of the explanation. Log odds are natural logarithms. */
const SECOND = 1_000;
export const MINUTE = 60 * SECOND;

/** An affected entity raises a given one of its alerts this often. */
export const ALERT_GIVEN_AFFECTED = 0.25;
/** It raises any alert at all this often: the rest is silent. */
export const SPEAKS_GIVEN_AFFECTED = 0.65;
/** The root itself speaks this often. */
export const ROOT_SPEAKS = 0.8;

/** Log odds that a given entity fails within a given two minutes, before anything is seen. */
export const ROOT_PRIOR = -12;

/** Trouble that reaches an entity with less than this is not followed further. */
export const FAINT = 0.12;
export const MAXIMUM_HOPS = 6;
/** Nobody is certain to be affected. */
export const MOST_CERTAIN = 0.97;
/** A fault of something shows in what only it uses: its replicas, its own volumes. */
export const OWN_PART = 0.5;
/** The same further down, or beside: an edge that nobody told of. */
export const HIDDEN_EDGE = 0.015;

/** One alert can say at most this much, and all alerts of an entity together this. */
export const ONE_ALERT_AT_MOST = 9;
export const ENTITY_AT_MOST = 18;

/** An alert joins when it speaks this clearly for its incident. */
export const JOIN_MARGIN = 0.7;
/** Alerts that no incident explains and that wait for others are remembered for so long. */
export const WAIT_MS = 20 * MINUTE;
/** After so long without an incident an alert counts as background. */
export const DECIDE_MS = 3 * MINUTE;
/** Evidence of waiting alerts fades with this time constant. */
export const FADE_MS = 5 * MINUTE;
/** So much of it at one possible root is worth a search. */
export const SEARCH_FROM = 11;
/** After a search so much more is worth another one. */
export const SEARCH_AGAIN = 2;
export const SEARCH_GROWTH = 1.2;

/** An incident takes in new alerts for so long after its fault. */
export const OPEN_MS = 60 * MINUTE;
/** It is explained anew whenever it has grown by this factor, a larger one when it is large, and at these ages. */
export const growthOf = (size: number): number => 1.4 + 0.6 * Math.min(1, size / 2000);
export const REVIEW_MS: readonly number[] = [0.75, 2, 4, 8, 16, 32, 55].map((minutes) => minutes * MINUTE);
/** Incidents that began within this of each other are explained together. */
export const TOGETHER_MS = 15 * MINUTE;

/** Arrivals are put in order of their beginning within this. */
export const HOLD_MS = 15 * SECOND;
/** An alert that fires again within this of its end continues. */
export const REFIRE_MS = 10 * MINUTE;
/** So many alerts of one key without an incident, fading over a day, are chronic. */
export const CHRONIC_COUNT = 6;

/** Alerts of one background do not come as independently as the rates assume: each says so much less. */
export const DOUBT = 1;

/** An explanation that was accepted is kept unless it has become this much worse than none. */
export const KEEP = 5;

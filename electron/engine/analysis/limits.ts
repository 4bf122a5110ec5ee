/** Every constant that decides what analysis proposes. Change one and `MODEL` changes with it. */
export const MODEL = "dependency-3";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** Starts at one entity that are at most this far apart belong to one episode. */
export const SAME_ENTITY_MS = 5 * MINUTE;
/** Episodes of an entity and of what it directly depends on. */
export const DEPENDENCY_MS = 5 * MINUTE;
/** The same two hops apart: more can lie between, so the times must agree better. */
export const FAR_DEPENDENCY_MS = 2 * MINUTE;
/** Episodes of two entities that share a dependency which has up to `SIBLINGS_EXPECTED` dependents. */
export const SIBLING_MS = 90 * SECOND;
export const SIBLINGS_EXPECTED = 20;
/** A dependency of more entities than this is no evidence that any two of them belong together. */
export const SIBLINGS_LIMIT = 100;
/** Alerts that carry the same strong label. */
export const LABEL_MS = 90 * SECOND;
/** An edge that its source believes less than this is left out. */
export const MINIMUM_CONFIDENCE = 0.3;

/** A group waits this long after its first alert worth an incident, so that early disorder cannot change its identity. */
export const HOLD_MS = 10 * SECOND;
/** An incident without active alerts is resolved after this. */
export const RESOLVE_HOLD_MS = 5 * SECOND;
/** An alert that fires again within this rejoins; a resolved incident is remembered for as long. */
export const REFIRE_MS = 15 * MINUTE;
/** How often what has expired is removed. */
export const SWEEP_MS = MINUTE;

/** Changes count from this long before the first alert … */
export const CHANGE_LEAD_MS = 60 * MINUTE;
/** … to this long after it: clocks differ. */
export const CHANGE_LATE_MS = MINUTE;

/**
 * Bounds on the work that one log entry may cause, so that what comes of it is applied within some ten milliseconds.
 * What is put off goes on with the next entry; while anything is, ticks follow each other closely.
 */
export const OPENINGS_PER_ENTRY = 4;
export const OPENINGS_PER_TICK = 30;
export const JOINS_PER_ENTRY = 4;
export const JOINS_PER_TICK = 200;
export const RESOLVES_PER_TICK = 100;
/** Incidents that are assessed in one tick, and affected entities over all of them; at least one incident is. */
export const ASSESSED_PER_TICK = 40;
export const ASSESSED_ENTITIES_PER_TICK = 1_000;
/** Alerts that ended long ago and are forgotten at once. */
export const FORGOTTEN_PER_TICK = 500;

import { forgetChanges } from "./changes.ts";
import type { AlertKey, Firing } from "./group.ts";
import { fadedCount } from "./rates.ts";
import type { State } from "./state.ts";
import { MINUTE, OPEN_MS, WAIT_MS } from "./weights.ts";

const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** How often it is looked for what can be forgotten. */
const LOOK_MS = HOUR;
/** An alert's key is forgotten so long after its end; one whose end nobody tells of, so long after it was last heard of. */
const ENDED_MS = 2 * DAY;
const UNHEARD_MS = 7 * DAY;
/** A key that has come often without an incident is kept until no more of that is left. */
const FADED = 0.1;
/** A kind of alert is forgotten so long after the last of it. */
const KIND_MS = 30 * DAY;
/** Planned work is kept so long after its end, for alerts that come late. */
const WORK_MS = DAY;

/**
 * Forgets what no longer changes a decision, once an hour, so that memory is bounded by what is heard in a week. An end without a beginning is
 * all that remains of an alert that was forgotten and is then told to be over.
 */
export function forgetOld(state: State, now: number): void {
  if (now < state.forgotAt + LOOK_MS) return;
  state.forgotAt = now;
  for (const [name, key] of state.keys) if (isForgettable(key, now)) state.keys.delete(name);
  for (const [name, { heardAt }] of state.kinds) if (now - heardAt > KIND_MS) state.kinds.delete(name);
  state.works = state.works.filter(({ until }) => now - until <= WORK_MS);
  forgetChanges(state.changes, now);
  for (const lists of [state.waiting, state.alone]) forgetWaiting(lists, now);
}

function forgetWaiting(lists: (Firing[] | undefined)[], now: number): void {
  lists.forEach((firings, entity) => {
    if (firings === undefined) return;
    // One that an incident has may be let go again.
    const left = firings.filter(({ at }) => now - at <= OPEN_MS + WAIT_MS);
    lists[entity] = left.length === 0 ? undefined : left;
  });
}

function isForgettable(key: AlertKey, now: number): boolean {
  const quietMs = now - Math.max(key.heardAt, key.endedAt);
  return quietMs > (key.endedAt > 0 ? ENDED_MS : UNHEARD_MS) && fadedCount(key, now) < FADED;
}

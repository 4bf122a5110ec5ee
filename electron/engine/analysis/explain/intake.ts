import type { AlertKey, AlertKind, Firing, Group } from "./group.ts";
import { popHeap, pushHeap } from "./heap.ts";
import { backgroundRate, countBackground } from "./rates.ts";
import type { Arrival, State } from "./state.ts";
import { placesOf, shareOf } from "./experience.ts";
import { HOLD_MS, REFIRE_MS, DECIDE_MS } from "./weights.ts";

const byTime = (left: Arrival, right: Arrival): number =>
  left.at - right.at || (left.key < right.key ? -1 : left.key > right.key ? 1 : left.id - right.id);

/** Puts an arrival in line. */
export const wait = (state: State, arrival: Arrival): void => pushHeap(state.arrivals, arrival, byTime);

/** The next arrival whose turn it is at this time. */
export function nextDue({ arrivals }: State, receivedAt: number): Arrival | undefined {
  const first = arrivals[0];
  return first !== undefined && first.at + HOLD_MS <= receivedAt ? popHeap(arrivals, byTime) : undefined;
}

/** The key of an arrival; `population` says how many entities could raise this kind of alert. */
export function keyOf(
  state: State,
  arrival: Arrival,
  entityKind: string | undefined,
  populationOf: (kind: string) => number,
): AlertKey {
  const known = state.keys.get(arrival.key);
  if (known !== undefined) {
    known.heardAt = Math.max(known.heardAt, arrival.at);
    known.kind.heardAt = Math.max(known.kind.heardAt, arrival.at);
    return known;
  }
  const kind = kindOf(state, arrival);
  if (entityKind !== undefined && !kind.entityKinds.has(entityKind)) {
    kind.entityKinds.add(entityKind);
    kind.population += populationOf(entityKind);
  }
  const key: AlertKey = {
    key: arrival.key,
    kind,
    entity: arrival.entity,
    firing: null,
    endedAt: 0,
    heardAt: arrival.at,
    chronic: null,
    count: 0,
    at: 0,
  };
  state.keys.set(arrival.key, key);
  return key;
}

function kindOf(state: State, { kind: name, at }: Arrival): AlertKind {
  const known = state.kinds.get(name);
  if (known !== undefined) {
    known.heardAt = Math.max(known.heardAt, at);
    return known;
  }
  const kind: AlertKind = {
    number: state.kindsSeen++,
    seen: 0,
    seenAtRoot: 0,
    heardAt: at,
    count: 0,
    population: 0,
    entityKinds: new Set(),
  };
  state.kinds.set(name, kind);
  return kind;
}

/** Whether a new beginning continues the life before it. */
export const continues = ({ firing, endedAt }: AlertKey, at: number): boolean =>
  firing !== null && (endedAt === 0 || at - endedAt <= REFIRE_MS);

/** A new life of an alert, alone in its group. */
export function begin(state: State, key: AlertKey, at: number): Firing {
  decide(state, at);
  const watchedS = Math.max(0, at - state.since) / 1000;
  const share = shareOf(state, key);
  const base = Math.log(share / backgroundRate(key.kind, key, watchedS, at));
  const group = newGroup(state);
  const { atRoot, below } = placesOf(state, key);
  const firing: Firing = {
    number: state.firings++,
    key,
    at,
    base,
    share,
    atRoot,
    below,
    group,
    isDecided: false,
    isCounted: false,
  };
  group.members.push(firing);
  state.undecided.push(firing);
  return firing;
}

/** Counts what no incident has explained for long: a burst must not pass for its own background. */
function decide(state: State, at: number): void {
  const { undecided } = state;
  let decided = 0;
  while (decided < undecided.length && undecided[decided]!.at < at - DECIDE_MS) {
    const firing = undecided[decided++]!;
    firing.isDecided = true;
    count(firing);
  }
  if (decided > 0) undecided.splice(0, decided);
}

export function newGroup(state: State): Group {
  return {
    number: state.groups++,
    openedAt: state.heardAt,
    members: [],
    explanation: null,
    places: new Map(),
    isClosed: false,
    isNoise: false,
    overCheckedAt: 0,
    changedAt: 0,
  };
}

/** Keeps the background in step with what is explained: only alerts of no incident belong to it. */
export function count(firing: Firing): void {
  if (!firing.isDecided) return;
  const isBackground = firing.group.explanation === null;
  if (isBackground === firing.isCounted) return;
  firing.isCounted = isBackground;
  countBackground(firing.key.kind, firing.key, firing.at, isBackground ? 1 : -1);
}

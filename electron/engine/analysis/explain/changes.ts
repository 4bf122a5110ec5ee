/** A change to an entity, by the clock of this machine. */
export type EstateChange = { id: string; entity: number; at: number };

/** Changes by entity, in order of time. */
export type Changes = Map<number, EstateChange[]>;

const MINUTE = 60_000;
/** A change works at once or within some hours. */
const SOONEST_MS = MINUTE;
const LATEST_MS = 240 * MINUTE;
/** Clocks differ, and the first sign of a fault comes late: so much after it a change may be dated. */
const LATE_MS = MINUTE;
/** Share of faults that a change has caused. */
const CAUSED_BY_CHANGE = 0.3;
/** More is not said by one change. */
const MOST_ODDS = 5;
/** Changes are counted over a day, by which time they also no longer cause anything. */
const HEAD_START_S = 24 * 3_600;
const COUNTED_MS = HEAD_START_S * 1000 + LATEST_MS;

export function noteChange(changes: Changes, change: EstateChange): void {
  const list = changes.get(change.entity);
  if (list === undefined) changes.set(change.entity, [change]);
  else {
    list.push(change);
    list.sort((left, right) => left.at - right.at);
  }
}

/** Forgets changes that neither explain anything any more nor count for how often an entity is changed. */
export function forgetChanges(changes: Changes, now: number): void {
  for (const [entity, list] of changes) {
    const kept = list.findIndex(({ at }) => at >= now - COUNTED_MS);
    if (kept < 0) changes.delete(entity);
    else if (kept > 0) list.splice(0, kept);
  }
}

/** The change at an entity that suits a fault beginning then best, with the log odds it adds; undefined when none suits. */
export function suspectChange(
  changes: Changes,
  entity: number,
  startedAt: number,
): { change: EstateChange; odds: number } | undefined {
  let best: { change: EstateChange; odds: number } | undefined;
  const list = changes.get(entity);
  if (list === undefined) return undefined;
  for (const change of list) {
    const lead = startedAt - change.at;
    if (lead < -LATE_MS || lead > LATEST_MS) continue;
    const { share, timing, rarity } = changeTerms(lead, list.length);
    const odds = Math.min(MOST_ODDS, share + timing + rarity);
    if (best === undefined || odds > best.odds) best = { change, odds };
  }
  return best !== undefined && best.odds > 0 ? best : undefined;
}

/**
 * What the odds of a change are the sum of, before they are capped: the share of faults that changes cause, how well its lead suits one, and how
 * seldom the entity is changed, which had so many changes; both against one an hour.
 */
export const changeTerms = (leadMs: number, changes: number): { share: number; timing: number; rarity: number } => ({
  share: Math.log(CAUSED_BY_CHANGE),
  timing: Math.log(leadDensity(leadMs) * 3_600),
  rarity: -Math.log(((changes + 0.5) / HEAD_START_S) * 3_600),
});

/** Per second: the logarithm of the lead is spread evenly between a minute and four hours. */
const leadDensity = (leadMs: number): number =>
  1000 / (Math.max(SOONEST_MS, leadMs) * Math.log(LATEST_MS / SOONEST_MS));

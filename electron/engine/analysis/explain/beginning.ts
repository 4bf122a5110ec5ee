import { logDensity } from "./lag.ts";
import { IN_GOOD_TIME } from "./odds.ts";
import type { Region } from "./region.ts";
import { DOUBT, ONE_ALERT_AT_MOST } from "./weights.ts";

/** Beginnings tried for a root: the first alerts below it. */
const BEGINNINGS = 4;
const BEGINNINGS_APART_MS = 20_000;
const CROWD_MS = 240_000;
const EARLIER_MS = 120_000;
/** An alert of a path weaker than this does not date the fault. */
const DATES_FROM = 0.2;

type Dated = { at: number; odds: number };

/** The beginning that suits the alerts below a root best, of those with which most evidence begins. `isLeft`: which alerts count. */
export function beginningOf({ firings, voters }: Region, node: number, isLeft: Uint8Array): number {
  const near: Dated[] = [];
  let first = Infinity;
  for (let vote = voters.start[node]!; vote < voters.start[node + 1]!; vote++) {
    if (isLeft[voters.entry[vote]!] === 0) continue;
    const { at, base } = firings[voters.entry[vote]!]!;
    first = Math.min(first, at);
    if (voters.strength[vote]! < DATES_FROM) continue;
    const odds = base + Math.log(voters.strength[vote]!);
    if (odds + IN_GOOD_TIME > 0) near.push({ at, odds });
  }
  let best = { at: first, sum: -1 };
  for (const at of crowdedBeginnings(near)) {
    let sum = 0;
    for (const each of near) {
      if (each.at < at - EARLIER_MS) continue;
      sum += Math.max(0, Math.min(ONE_ALERT_AT_MOST, each.odds + logDensity(each.at - at, 1) - DOUBT));
    }
    if (sum > best.sum) best = { at, sum };
  }
  return best.at;
}

/** Beginnings after which most evidence follows within a few minutes, in order of time. `near` is in order of time. */
function crowdedBeginnings(near: readonly Dated[]): number[] {
  const followed: { at: number; sum: number }[] = [];
  let sum = 0;
  let end = 0;
  let last = -Infinity;
  for (const { at, odds } of near) {
    while (end < near.length && near[end]!.at <= at + CROWD_MS) sum += Math.max(0, near[end++]!.odds + IN_GOOD_TIME);
    if (at - last >= BEGINNINGS_APART_MS) {
      followed.push({ at, sum });
      last = at;
    }
    sum -= Math.max(0, odds + IN_GOOD_TIME);
  }
  followed.sort((left, right) => right.sum - left.sum || left.at - right.at);
  return followed
    .slice(0, BEGINNINGS)
    .map(({ at }) => at)
    .sort((left, right) => left - right);
}

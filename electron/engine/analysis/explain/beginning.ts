import { saidBy, type Vote } from "./ballot.ts";
import { logDensity } from "./lag.ts";
import { DOUBT, ONE_ALERT_AT_MOST } from "./weights.ts";

/** Beginnings tried for a root: the first alerts below it. */
const BEGINNINGS = 4;
const BEGINNINGS_APART_MS = 20_000;
const CROWD_MS = 240_000;
const EARLIER_MS = 120_000;
/** An alert of a path weaker than this does not date the fault. */
const DATES_FROM = 0.2;
/** The density that an alert in good time has, logarithm. */
const IN_GOOD_TIME = logDensity(0, 1) - DOUBT;

/** The beginning that suits the alerts below a root best, of those with which most evidence begins. */
export function beginningOf({ spots, strengths }: Vote): number {
  const near: { at: number; odds: number }[] = [];
  spots.forEach((spot, index) => {
    const weight = Math.log(strengths[index]!);
    if (!spot.isTaken && saidBy(spot) > 0 && strengths[index]! >= DATES_FROM)
      for (const { at, base } of spot.firings) near.push({ at, odds: base + weight });
  });
  if (near.length === 0)
    return Math.min(...spots.flatMap((spot) => (spot.isTaken ? [] : spot.firings.map(({ at }) => at))));
  near.sort((left, right) => left.at - right.at);
  let best = { at: near[0]!.at, sum: -1 };
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
function crowdedBeginnings(near: readonly { at: number; odds: number }[]): number[] {
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

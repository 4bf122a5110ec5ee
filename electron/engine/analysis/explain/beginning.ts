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
const LOG_DATES_FROM = Math.log(DATES_FROM);

type Dated = { at: number; odds: number };

/** When a fault began, and what the alerts below it say at most for it then, in log odds. */
export type Beginning = { at: number; most: number };

/** The beginning that suits the alerts below a root best, of those with which most evidence begins. `isLeft`: which alerts count. */
export function beginningOf({ firings, voters }: Region, node: number, isLeft: Uint8Array): Beginning {
  const near: Dated[] = [];
  const all: Dated[] = [];
  const { entry, logStrength } = voters;
  for (let vote = voters.start[node]!; vote < voters.start[node + 1]!; vote++) {
    if (isLeft[entry[vote]!] === 0) continue;
    const { at, base } = firings[entry[vote]!]!;
    const odds = base + logStrength[vote]!;
    all.push({ at, odds: base });
    if (logStrength[vote]! >= LOG_DATES_FROM && odds + IN_GOOD_TIME > 0) near.push({ at, odds });
  }
  const tried = crowdedBeginnings(near);
  let best = tried[0] ?? all[0]?.at ?? Infinity;
  let most = -1;
  for (const at of tried.length === 1 ? [] : tried) {
    const sum = saidSince(near, at);
    if (sum > most) [best, most] = [at, sum];
  }
  return { at: best, most: saidSince(all, best) };
}

/** What alerts say of a fault that began then. */
function saidSince(alerts: readonly Dated[], startedAt: number): number {
  let sum = 0;
  for (const { at, odds } of alerts) {
    const said = odds + logDensity(at - startedAt, 1) - DOUBT;
    if (said > 0 && at >= startedAt - EARLIER_MS) sum += Math.min(ONE_ALERT_AT_MOST, said);
  }
  return sum;
}

/** Beginnings after which most evidence follows within a few minutes, in order of time. `near` is in order of time. */
function crowdedBeginnings(near: readonly Dated[]): number[] {
  const followed: { at: number; sum: number }[] = [];
  let sum = 0;
  let end = 0;
  let last = -Infinity;
  for (const { at, odds } of near) {
    while (end < near.length && near[end]!.at <= at + CROWD_MS) sum += near[end++]!.odds + IN_GOOD_TIME;
    if (at - last >= BEGINNINGS_APART_MS) {
      followed.push({ at, sum });
      last = at;
    }
    sum -= odds + IN_GOOD_TIME;
  }
  if (followed.length === 1) return [followed[0]!.at];
  followed.sort((left, right) => right.sum - left.sum || left.at - right.at);
  return followed
    .slice(0, BEGINNINGS)
    .map(({ at }) => at)
    .sort((left, right) => left - right);
}

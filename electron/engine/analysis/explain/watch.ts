import type { Firing } from "./group.ts";
import { saidInTime } from "./odds.ts";
import type { State } from "./state.ts";
import type { UpstreamFinder } from "./upstream.ts";
import { FADE_MS, MINUTE, SEARCH_AGAIN, SEARCH_FROM, SEARCH_GROWTH, WAIT_MS } from "./weights.ts";

/** Evidence so many standard deviations above what is usual is unusual, also where that has led to nothing before. */
const UNUSUAL = 2;
const VERY_UNUSUAL = 4;
/** Where a search found nothing, the next one wants so much more. */
const MORE_THAN_BARREN = 1.15;
const USUAL_MS = 360 * MINUTE;
/** Growth beyond e to this would come near the end of what numbers hold. */
const MOST_GROWTH = 500;

/**
 * Adds an alert that nothing explains to the evidence for all its possible roots. What is old fades because what comes later weighs more
 * (forward decay: Cormode et al., 2009), so nothing is touched but the roots of this alert.
 * @returns those roots for which there is enough to look closer
 */
export function noteEvidence(state: State, upstream: UpstreamFinder, firing: Firing): number[] {
  const hot: number[] = [];
  const odds = saidInTime(firing);
  if (odds <= 0) return hot;
  keep(state.alone, firing.key.entity, firing);
  rebase(state);
  const { evidence, searched, usual, barren, epoch, now, since } = state;
  const weight = Math.exp((firing.at - epoch) / FADE_MS);
  const unit = Math.exp((now - epoch) / FADE_MS);
  const usualWeight = Math.exp((firing.at - epoch) / USUAL_MS);
  const watched = Math.max(MINUTE, Math.min(USUAL_MS, now - since));
  const usualUnit = Math.exp((now - epoch) / USUAL_MS);
  const share = FADE_MS / (watched * usualUnit);
  const { nodes, logStrengths } = upstream.of(firing.key.entity);
  for (let index = 0; index < nodes.length; index++) {
    const here = odds + logStrengths[index]!;
    if (here <= 0) continue;
    const node = nodes[index]!;
    const expected = usual[node]! * share;
    usual[node]! += here * usualWeight;
    evidence[node]! += here * weight;
    keep(state.waiting, node, firing);
    const sum = evidence[node]! / unit;
    if (sum < SEARCH_FROM) continue;
    const spread = Math.sqrt(6 * expected);
    const usually = SEARCH_FROM + expected;
    const fruitless = Math.min((MORE_THAN_BARREN * barren[node]!) / usualUnit, usually + VERY_UNUSUAL * spread);
    const again = (SEARCH_GROWTH * searched[node]!) / unit + SEARCH_AGAIN;
    if (sum >= Math.max(usually + UNUSUAL * spread, fruitless, again)) hot.push(node);
  }
  return hot;
}

/** A search at these roots found nothing. */
export function noteBarren({ evidence, barren, epoch, now }: State, nodes: readonly number[]): void {
  const scale = Math.exp((now - epoch) / USUAL_MS - (now - epoch) / FADE_MS);
  for (const node of nodes) barren[node] = Math.max(barren[node]!, evidence[node]! * scale);
}

/** Sets the scale of evidence anew before it grows beyond what numbers hold. */
function rebase(state: State): void {
  const grown = (state.now - state.epoch) / FADE_MS;
  if (grown < MOST_GROWTH) return;
  const faded = Math.exp(-grown);
  const usualFaded = Math.exp(-(state.now - state.epoch) / USUAL_MS);
  for (let node = 0; node < state.evidence.length; node++) {
    state.evidence[node]! *= faded;
    state.searched[node]! *= faded;
    state.usual[node]! *= usualFaded;
    state.barren[node]! *= usualFaded;
  }
  state.epoch = state.now;
}

/** Adds to a list; what has waited too long leaves it now and then. */
function keep(lists: (Firing[] | undefined)[], at: number, firing: Firing): void {
  const list = lists[at];
  if (list === undefined) lists[at] = [firing];
  else {
    list.push(firing);
    if (list[0]!.at < firing.at - 2 * WAIT_MS) lists[at] = list.filter((each) => isWaiting(each, firing.at));
  }
}

/** Whether an alert is still without an incident, and near enough in time to belong to one. */
export const isWaiting = (firing: Firing, at: number): boolean =>
  firing.group.explanation === null && Math.abs(firing.at - at) <= WAIT_MS;

/** What a waiting alert still says at a later time. */
export const stillSays = (firing: Firing, at: number): number =>
  saidInTime(firing) * Math.exp(-Math.max(0, at - firing.at) / FADE_MS);

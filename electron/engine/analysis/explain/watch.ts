import type { Firing } from "./group.ts";
import { IN_GOOD_TIME } from "./odds.ts";
import type { State } from "./state.ts";
import type { UpstreamFinder } from "./upstream.ts";
import { FADE_MS, ONE_ALERT_AT_MOST, SEARCH_AGAIN, SEARCH_FROM, SEARCH_GROWTH, WAIT_MS } from "./weights.ts";

const USUAL_MS = 6 * 3_600_000;

/** Adds an alert that nothing explains to the evidence for all its possible roots. @returns those for which there is enough to look closer */
export function noteEvidence(state: State, upstream: UpstreamFinder, firing: Firing): number[] {
  const hot: number[] = [];
  const { evidence, evidenceAt, searched, waiting, usual } = state;
  const odds = Math.min(ONE_ALERT_AT_MOST, firing.base + IN_GOOD_TIME);
  if (odds <= 0) return hot;
  const { nodes, strengths } = upstream.of(firing.key.entity);
  for (let index = 0; index < nodes.length; index++) {
    const node = nodes[index]!;
    const fading = Math.exp(Math.min(0, evidenceAt[node]! - firing.at) / FADE_MS);
    const faded = evidence[node]! * fading;
    searched[node]! *= fading;
    const seconds = Math.max(60_000, Math.min(USUAL_MS, firing.at - state.since));
    usual[node] = usual[node]! * Math.exp(Math.min(0, evidenceAt[node]! - firing.at) / USUAL_MS);
    const expected = (usual[node]! * FADE_MS) / seconds;
    usual[node]! += Math.max(0, odds + Math.log(strengths[index]!));
    const sum = faded + Math.max(0, odds + Math.log(strengths[index]!));
    evidence[node] = sum;
    evidenceAt[node] = Math.max(evidenceAt[node]!, firing.at);
    const list = waiting[node];
    if (list === undefined) waiting[node] = [firing];
    else {
      if (list[0]!.at < firing.at - WAIT_MS) waiting[node] = list.filter((each) => isWaiting(each, firing.at));
      waiting[node]!.push(firing);
    }
    const unusual = SEARCH_FROM + expected + 2 * Math.sqrt(6 * expected);
    if (sum >= Math.max(unusual, SEARCH_GROWTH * searched[node]! + SEARCH_AGAIN)) hot.push(node);
  }
  return hot;
}

/** Whether an alert is still without an incident, and near enough in time to belong to one. */
export const isWaiting = (firing: Firing, at: number): boolean =>
  firing.group.explanation === null && Math.abs(firing.at - at) <= WAIT_MS;

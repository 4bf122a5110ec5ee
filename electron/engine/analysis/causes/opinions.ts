import type { Reason } from "../../../../shared/domain/message.ts";
import type { Entity } from "../topology.ts";
import { type Evidence, reasonsOf } from "./evidence.ts";

/**
 * What operators said about causes. `ruledOut`: entities that did not cause this incident, by whom that was said.
 * `timesRefuted`: how often a candidate of this kind, for this reason, was ruled out in any incident.
 */
export type Opinions = { ruledOut: ReadonlyMap<Entity, string>; timesRefuted(combination: string): number };

export const NO_OPINIONS: Opinions = { ruledOut: new Map(), timesRefuted: () => 0 };

/** Log odds that a verdict takes away: what is ruled out stays in the list, below all else. */
const RULED_OUT = 12;
/** Log odds that each doubling of the times refuted takes away, and at most: experience elsewhere is a hint, no proof. */
const REFUTED = 0.4;
const MOST_REFUTED = 1.2;

/** `service/dependents`: the kind of a candidate and the reason that speaks most for it; null when nothing does. */
export function combinationOf(evidence: Evidence): string | null {
  const reason = reasonsOf(evidence).find(({ supports }) => supports);
  return reason === undefined ? null : `${evidence.candidate.entity.kind}/${reason.code.replace("reason.", "")}`;
}

/** What the verdicts take from a candidate's log odds, and the reasons that say so. */
export function opinionOn(evidence: Evidence, opinions: Opinions): { penalty: number; reasons: Reason[] } {
  const { entity } = evidence.candidate;
  const by = opinions.ruledOut.get(entity);
  const combination = combinationOf(evidence);
  const times = combination === null ? 0 : opinions.timesRefuted(combination);
  const refuted = Math.min(MOST_REFUTED, REFUTED * Math.log2(1 + times));
  const reasons: Reason[] = [];
  if (by !== undefined) reasons.push({ code: "reason.ruledOut", params: { by }, supports: false, weight: 1 });
  else if (times > 0) {
    const weight = Math.round((100 * refuted) / MOST_REFUTED) / 100;
    const params = { count: times, entityKind: entity.kind };
    reasons.push({ code: "reason.refutedBefore", params, supports: false, weight });
  }
  return { penalty: by === undefined ? refuted : RULED_OUT, reasons };
}

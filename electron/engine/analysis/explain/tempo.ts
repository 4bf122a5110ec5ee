import { lateShare, LATE_SHARE, shownLate } from "./lag.ts";

/** Incidents that are as usual count as so many late symptoms. */
const ASSUMED_LATE = 2;

/** A symptom by its lag and its distance. */
export type Symptom = { lagMs: number; hops: number };

/**
 * How much less of the late symptoms an incident has than faults usually have by this age, in (0,1] (Gamma-Poisson): what came at once and then
 * stayed quiet takes in little later on.
 */
export function tempoOf(symptoms: readonly Symptom[], ageMs: number): number {
  let late = 0;
  for (const { lagMs, hops } of symptoms) late += lateShare(lagMs, hops);
  const expected = ((symptoms.length - late) * LATE_SHARE * shownLate(ageMs)) / (1 - LATE_SHARE);
  return Math.min(1, (late + ASSUMED_LATE) / (expected + ASSUMED_LATE));
}

/** What its incident's tempo takes from a symptom, in log odds. */
export const takenByTempo = (tempo: number, lagMs: number, hops: number): number =>
  tempo === 1 ? 0 : Math.log(1 - lateShare(lagMs, hops) * (1 - tempo));

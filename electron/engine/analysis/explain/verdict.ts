import type { Suspect } from "./group.ts";

/** Log odds differ less than they claim: what the model leaves out makes them too sure. */
const TEMPER = 0.8;
/** Log odds, before tempering, that the root is none of those looked at. */
const NONE_OF_THESE = -2;
const MOST_ROOTS = 5;

export type RootVerdict = { entity: number; probability: number; odds: number };

/** The most probable roots with tempered probabilities; what is left is unknown. `suspects` best first. */
export function rootsOf(suspects: readonly Suspect[]): { roots: RootVerdict[]; unknown: number } {
  const best = suspects[0]?.score ?? 0;
  const weights = suspects.map(({ score }) => Math.exp(TEMPER * (score - best)));
  const none = Math.exp(TEMPER * NONE_OF_THESE);
  const total = weights.reduce((sum, weight) => sum + weight, none);
  const roots = suspects.slice(0, MOST_ROOTS).map(({ entity, score }, index) => ({
    entity,
    probability: rounded(weights[index]! / total),
    odds: rounded(score),
  }));
  return { roots, unknown: rounded(1 - roots.reduce((sum, { probability }) => sum + probability, 0)) };
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000;

/** Softmax: what each score is worth against all others. Scores are in units of log odds. */
export function probabilities(scores: readonly number[]): number[] {
  const highest = Math.max(...scores);
  const weights = scores.map((score) => Math.exp(score - highest));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => rounded(weight / total));
}

/** To a tenth of a per cent: more digits would claim more than is known. */
export const rounded = (probability: number): number => Math.round(probability * 1000) / 1000;

/** Classes of a value: powers of two of a number, or the hash of a word. */
const CLASSES = 32;
/** Values that are gathered before they are compared. */
const SAMPLE = 64;
/** What has been learned counts for this many values at most, so that slow drift is followed. */
const MEMORY = 2048;
/** Jensen-Shannon divergence in bits that matters to a person, and how unlikely it must be by chance. */
const LEAST_DIVERGENCE = 0.25;
const DEVIATIONS = 8;

/** How the values of one place of a pattern are spread: as learned, and of late. */
export type Distribution = { learned: number[]; recent: number[]; count: number };

const zeros = (): number[] => Array.from({ length: CLASSES }, () => 0);

export const emptyDistribution = (): Distribution => ({
  learned: zeros(),
  recent: zeros(),
  count: 0,
});

/**
 * Adds a value. @returns the divergence in bits when a whole sample differs from what was learned, else undefined. The measure is
 * Jensen and Shannon's (Lin, IEEE Trans. Inf. Theory 1991); 2 n ln 2 times it is about chi-squared distributed when nothing changed.
 */
export function addValue(distribution: Distribution, value: string): number | undefined {
  const { recent, learned } = distribution;
  const place = classOf(value);
  recent[place]! += 1;
  if (++distribution.count < SAMPLE) return undefined;
  const known = sum(learned);
  const divergence = known < SAMPLE * 2 ? 0 : jensenShannon(learned, known, recent, SAMPLE);
  const used = learned.filter((count, index) => count + recent[index]! > 0).length;
  const statistic = 2 * SAMPLE * Math.LN2 * divergence;
  const shrink = Math.min(1, MEMORY / (known + SAMPLE));
  for (let index = 0; index < CLASSES; index++) {
    learned[index] = (learned[index]! + recent[index]!) * shrink;
    recent[index] = 0;
  }
  distribution.count = 0;
  const isUnlikely = statistic > used + DEVIATIONS * Math.sqrt(2 * used);
  return divergence >= LEAST_DIVERGENCE && isUnlikely ? divergence : undefined;
}

function classOf(value: string): number {
  const number = Number.parseFloat(value);
  if (Number.isFinite(number)) {
    const size = Math.min(14, Math.floor(Math.log2(Math.abs(number) + 1)));
    return number < 0 ? 15 - size : 16 + size;
  }
  let hash = 0;
  for (let index = 0; index < value.length; index++) hash = Math.imul(hash ^ value.charCodeAt(index), 0x01000193);
  return (hash >>> 16) % CLASSES;
}

function jensenShannon(left: readonly number[], leftSum: number, right: readonly number[], rightSum: number): number {
  let bits = 0;
  for (let index = 0; index < left.length; index++) {
    const p = left[index]! / leftSum;
    const q = right[index]! / rightSum;
    const middle = (p + q) / 2;
    if (p > 0) bits += (p * Math.log2(p / middle)) / 2;
    if (q > 0) bits += (q * Math.log2(q / middle)) / 2;
  }
  return bits;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

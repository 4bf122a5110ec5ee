/**
 * Randomness without state: the same seed and keys give the same number, in any order of asking. So the simulation can be
 * computed for any moment without having lived through the time before it.
 * FNV-1a over the keys, then the finaliser of MurmurHash3 (Appleby, public domain) for avalanche.
 */
export function hashOf(seed: number, ...keys: (string | number)[]): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  const text = keys.join("\u0001");
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** A number in [0,1). */
export const roll = (seed: number, ...keys: (string | number)[]): number => hashOf(seed, ...keys) / 0x1_0000_0000;

export type Range = readonly [number, number];

/** A number between both ends of a range. */
export const between = ([low, high]: Range, share: number): number => low + (high - low) * share;

/** A whole number between both ends, both included. */
export const wholeBetween = ([low, high]: Range, share: number): number => low + Math.floor((high - low + 1) * share);

/** @throws RangeError for an empty list: nothing could be chosen. */
export function choose<T>(list: readonly T[], share: number): T {
  const chosen = list[Math.floor(share * list.length)];
  if (chosen === undefined) throw new RangeError(`cannot choose from ${list.length} items at ${share}`);
  return chosen;
}

/** The list in an order that depends on seed and key only. */
export function shuffled<T>(list: readonly T[], seed: number, key: string): T[] {
  return list
    .map((item, index) => ({ item, rank: roll(seed, key, index) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}

/** Sixteen hexadecimal digits, as tools write their fingerprints. */
export function fingerprintOf(...keys: string[]): string {
  const half = (salt: number): string =>
    hashOf(salt, ...keys)
      .toString(16)
      .padStart(8, "0");
  return half(0x5bd1e995) + half(0x1b873593);
}

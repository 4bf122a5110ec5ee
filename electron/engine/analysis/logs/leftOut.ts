/**
 * Keys of a message with one or two words left out. Words are hashed with their places (FNV-1a and a second lane, mixed as in
 * MurmurHash3) and the hashes are added up, so that leaving one out is a subtraction: the many pairs of a message cost no more than
 * a few additions each. A key has 53 bits: among 200,000 keys two are the same by chance once in half a million logs.
 */
export class LeftOut {
  private readonly firsts: Int32Array;
  private readonly seconds: Int32Array;
  private first: number;
  private second: number;

  constructor(words: readonly string[]) {
    this.firsts = new Int32Array(words.length);
    this.seconds = new Int32Array(words.length);
    this.first = words.length;
    this.second = 0;
    words.forEach((word, place) => this.add(word, place));
  }

  /** The key without the words at one or two places. */
  key(one: number, two?: number): number {
    let first = this.first - this.firsts[one]! + mixed(one, NOTHING);
    let second = this.second - this.seconds[one]! + mixed(one, ~NOTHING);
    if (two !== undefined) {
      first += mixed(two, NOTHING) - this.firsts[two]!;
      second += mixed(two, ~NOTHING) - this.seconds[two]!;
    }
    return (mixed(first, 0) >>> 0) * LOW + (mixed(second, 0) >>> LOW_SHIFT);
  }

  private add(word: string, place: number): void {
    let hash = 0x811c9dc5 | 0;
    let other = word.length;
    for (let index = 0; index < word.length; index++) {
      const code = word.charCodeAt(index);
      hash = Math.imul(hash ^ code, 0x01000193);
      other = Math.imul(((other << 13) | (other >>> 19)) ^ code, 0x85ebca6b);
    }
    this.first += this.firsts[place] = mixed(hash, place);
    this.second += this.seconds[place] = mixed(other, place);
  }
}

/** Stands for the word that is left out. */
const NOTHING = 0x5bd1e995;
/** Bits of the second lane in a key, which is a whole number that a double holds exactly. */
const LOW = 2 ** 21;
const LOW_SHIFT = 32 - 21;

function mixed(hash: number, place: number): number {
  let value = hash ^ Math.imul(place + 1, 0x9e3779b1);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return value ^ (value >>> 16);
}

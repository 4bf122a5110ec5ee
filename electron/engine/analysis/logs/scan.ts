import {
  BREAK,
  BYTE_CLASS,
  DIGIT,
  DOT_BYTE,
  END_OF_NUMBER,
  END_OF_PATH,
  JOIN,
  LETTER,
  NOT_HEX,
  SLASH_BYTE,
  STAR,
} from "./bytes.ts";

/** More words than this are one variable tail: a line of a megabyte costs no more memory than a short one. */
export const MOST_WORDS = 120;
/** What a line holds beyond is not read. */
export const MOST_BYTES = 4096;
const HEX_LENGTH = 8;
const PERCENT = 0x25;

const FNV_OFFSET = 0x811c9dc5 | 0;
const FNV_PRIME = 0x01000193;
const VARIABLE_MARK = 0x5bd1e995;

/**
 * Reads the words of a line once and hashes them as it goes (FNV-1a, Fowler, Noll and Vo 1991; two lanes, mixed as in
 * MurmurHash3), without making a string. A word with a digit, an absolute path and a long hexadecimal word are variables;
 * variables in a row are one. Two lines whose hashes agree have the same constant words in the same order.
 */
export class Scanner {
  /** Both lanes of the hash of the last line. */
  first = 0;
  second = 0;
  /** Where each word begins and ends in the buffer; kept by `words` alone. */
  readonly starts = new Int32Array(MOST_WORDS);
  readonly ends = new Int32Array(MOST_WORDS);
  readonly variable = new Uint8Array(MOST_WORDS);

  /** Hashes the words in `bytes[from, to)`. */
  hash(bytes: Uint8Array, from: number, to: number): void {
    const classes = BYTE_CLASS;
    // Imported names are looked up at each use, which is felt here: a local stays in a register.
    const breaks = BREAK;
    const digit = DIGIT;
    const stops = BREAK | DIGIT;
    const solid = LETTER | STAR;
    const end = to - from > MOST_BYTES ? from + MOST_BYTES : to;
    let at = from;
    let first = FNV_OFFSET;
    let second = 0;
    let count = 0;
    let afterVariable = false;
    while (at < end) {
      const start = at;
      let kind = classes[bytes[at]!]!;
      if ((kind & breaks) !== 0) {
        at++;
        continue;
      }
      let word = FNV_OFFSET;
      let varies = false;
      if (bytes[at] === SLASH_BYTE) {
        at = endOfPath(bytes, at, end);
        varies = true;
      }
      while (at < end) {
        const byte = bytes[at]!;
        kind = classes[byte]!;
        if ((kind & stops) !== 0) {
          if ((kind & digit) !== 0 && !isAfterDots(bytes, start, at)) {
            at = endOfNumber(bytes, at, end);
            varies = true;
          }
          break;
        }
        word = Math.imul(word ^ byte, FNV_PRIME);
        at++;
      }
      if (varies || (at - start >= HEX_LENGTH && isHexadecimal(bytes, start, at))) {
        if (afterVariable) continue;
        word = VARIABLE_MARK;
        afterVariable = true;
      } else {
        if ((classes[bytes[start]!]! & solid) === 0 && !isSolid(bytes, start, at)) continue;
        afterVariable = false;
      }
      if (++count > MOST_WORDS) break;
      first = Math.imul(first ^ word, FNV_PRIME);
      first ^= first >>> 15;
      second = Math.imul(((second << 13) | (second >>> 19)) ^ word, 0x85ebca6b);
    }
    this.first = Math.imul(first ^ (first >>> 13), 0xc2b2ae35);
    this.second = second ^ (second >>> 16);
  }

  /** Reads the places of the words in `bytes[from, to)`: the same words that `hash` sees, each variable by itself. */
  words(bytes: Uint8Array, from: number, to: number): number {
    const end = to - from > MOST_BYTES ? from + MOST_BYTES : to;
    let at = from;
    let count = 0;
    while (at < end && count < MOST_WORDS) {
      const start = at;
      let held = 0;
      if (bytes[at] === SLASH_BYTE) {
        at = endOfPath(bytes, at, end);
        held = DIGIT;
      }
      while (at < end) {
        const kind = BYTE_CLASS[bytes[at]!]!;
        if ((kind & (BREAK | DIGIT)) !== 0) {
          if ((kind & DIGIT) !== 0 && !isAfterDots(bytes, start, at)) {
            at = endOfNumber(bytes, at, end);
            held |= DIGIT;
          }
          break;
        }
        held |= kind;
        at++;
      }
      if (at === start) at++;
      else if ((held & (LETTER | DIGIT | STAR)) !== 0) {
        this.starts[count] = start;
        this.ends[count] = (held & DIGIT) === 0 ? at : withoutTail(bytes, start, at);
        const hexadecimal = at - start >= HEX_LENGTH && isHexadecimal(bytes, start, at);
        this.variable[count++] = (held & DIGIT) !== 0 || hexadecimal ? 1 : 0;
      }
    }
    return count;
  }
}

/** Where the word that begins at `from` ends if it is a variable, else -1. */
export function endOfVariable(bytes: Uint8Array, from: number, end: number): number {
  const classes = BYTE_CLASS;
  const stops = BREAK | DIGIT;
  if (bytes[from] === SLASH_BYTE) return endOfPath(bytes, from, end);
  let held = 0;
  let at = from;
  while (at < end) {
    const kind = classes[bytes[at]!]!;
    if ((kind & stops) !== 0) {
      if ((kind & DIGIT) !== 0 && !isAfterDots(bytes, from, at)) return endOfNumber(bytes, at, end);
      break;
    }
    held |= kind;
    at++;
  }
  return at - from >= HEX_LENGTH && (held & NOT_HEX) === 0 ? at : -1;
}

/** Where a word ends that is no variable. */
export function endOfConstant(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end && (BYTE_CLASS[bytes[at]!]! & (BREAK | DIGIT)) === 0) at++;
  return at;
}

/** A path goes on through what ends other words: `/search?q=a;b`. */
function endOfPath(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end && (BYTE_CLASS[bytes[at]!]! & END_OF_PATH) === 0) at++;
  return at;
}

/** Where a word with a digit ends; a colon goes on, as in a time of day or after an address. */
function endOfNumber(bytes: Uint8Array, from: number, end: number): number {
  const classes = BYTE_CLASS;
  const ends = END_OF_NUMBER;
  let at = from;
  while (at < end && (classes[bytes[at]!]! & ends) === 0) at++;
  return at;
}

/** A row of dots leads from a text to its number: `enabled.......1` is two words. */
function isAfterDots(bytes: Uint8Array, start: number, at: number): boolean {
  return at - start >= 2 && bytes[at - 1] === DOT_BYTE && bytes[at - 2] === DOT_BYTE;
}

/** Signs at the end of a variable belong to the sentence around it. */
function withoutTail(bytes: Uint8Array, start: number, end: number): number {
  let at = end;
  while (at > start + 1 && (BYTE_CLASS[bytes[at - 1]!]! & (JOIN | BREAK)) !== 0 && bytes[at - 1] !== PERCENT) at--;
  return at;
}

function isHexadecimal(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if ((BYTE_CLASS[bytes[at]!]! & NOT_HEX) !== 0) return false;
  return true;
}

/** Whether a word is more than signs. */
function isSolid(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if ((BYTE_CLASS[bytes[at]!]! & (LETTER | STAR)) !== 0) return true;
  return false;
}

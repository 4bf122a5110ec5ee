import type { Text } from "../text.ts";
import { endOfField, nextFieldEnd, opensBracket, startOfField } from "./field.ts";
import type { First, Program } from "./program.ts";

/** What to do next in a line: pass a field that begins so, any field, or fields up to and with one of a kind. */
const DIGIT = 1;
const LETTER = 2;
const SIGN = 4;
const ANY = DIGIT | LETTER | SIGN;
const UNTIL_NAMED = 8;
const UNTIL_SEPARATOR = 16;

/** A program as numbers, one for each field, so that walking over a line looks at no object. */
export type Walk = Uint8Array;

/** Fields that may lie in front of one that is looked for. */
export const REACH = 5;
const SPACE = 0x20;
const COLON = 0x3a;
const OPEN = 0x5b;
const CLOSE = 0x5d;
const MINUS = 0x2d;
const PIPE = 0x7c;

const BY_FIRST = { digit: DIGIT, letter: LETTER, sign: SIGN, any: ANY } as const;
/** For each byte what a field is that begins with it. */
const BEGINS: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) => {
  const char = String.fromCharCode(byte);
  if (/[0-9]/.test(char)) return DIGIT;
  return /[A-Za-z]/.test(char) ? LETTER : SIGN;
});

export function walkOf(program: Program): Walk {
  const walk: number[] = [];
  for (const step of program) {
    if (step.kind === "field") walk.push(BY_FIRST[step.first]);
    else if (step.kind === "until") walk.push(step.last === "named" ? UNTIL_NAMED : UNTIL_SEPARATOR);
    else for (let left = step.count; left > 0; left--) walk.push(ANY);
  }
  return Uint8Array.from(walk);
}

/** Where the message begins in `bytes[from, to)`, or -1 when the line does not have this header. */
export function endOfHeader(walk: Walk, text: Text, from: number, to: number): number {
  const { bytes, words } = text;
  const opens = opensBracket;
  let at = from;
  for (let index = 0; index < walk.length; index++) {
    const step = walk[index]!;
    if (step > ANY) {
      const end = pass(text, at, to, step === UNTIL_NAMED ? "named" : "separator");
      if (end >= 0) at = end;
      else if (index < walk.length - 1) return -1;
      continue;
    }
    while (at < to && bytes[at]! <= SPACE) at++;
    if (at >= to) return -1;
    if (step !== ANY && beginningAt(bytes, at) !== step) return -1;
    // The usual field, without a call: it ends where nothing but its end is looked for.
    const byte = bytes[at]!;
    at = opens[byte] !== 0 || byte === PIPE ? endOfField(text, at, to) : nextFieldEnd(words, at, to);
  }
  while (at < to && bytes[at]! <= SPACE) at++;
  return at;
}

/** What the field at `at` begins with. */
export function firstAt(bytes: Uint8Array, at: number): Exclude<First, "any"> {
  const begins = beginningAt(bytes, at);
  if (begins === DIGIT) return "digit";
  return begins === LETTER ? "letter" : "sign";
}

/** The sign of a number is a part of it. */
function beginningAt(bytes: Uint8Array, at: number): number {
  const byte = bytes[at] ?? 0;
  return BEGINS[byte === MINUS ? (bytes[at + 1] ?? 0) : byte]!;
}

/** Passes fields up to and with the first that ends with a colon, or is punctuation. @returns where it ends, or -1 */
export function pass(text: Text, from: number, to: number, last: "named" | "separator"): number {
  const { bytes } = text;
  let at = from;
  for (let left = REACH; left > 0; left--) {
    const start = startOfField(bytes, at, to);
    at = endOfField(text, start, to);
    if (at === start) return -1;
    if (last === "named" ? isNamed(bytes, start, at) : isPunctuation(bytes, start, at)) return at;
  }
  return -1;
}

/** Ends with a colon, or with a bracket that it did not open: `sshd[12]:`, `main.c:34]`. */
function isNamed(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < 2) return false;
  const last = bytes[end - 1]!;
  if (last === COLON) return true;
  if (last !== CLOSE) return false;
  for (let at = start; at < end; at++) if (bytes[at] === OPEN) return false;
  return true;
}

/** One or two signs that no word has. */
function isPunctuation(bytes: Uint8Array, start: number, end: number): boolean {
  return end - start <= 2 && isSign(bytes[start]!) && isSign(bytes[end - 1]!);
}

const isSign = (byte: number): boolean => byte === MINUS || byte === 0x7c || byte === COLON || byte === 0x3e;

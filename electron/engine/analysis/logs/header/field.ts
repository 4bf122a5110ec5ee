import type { Text } from "../text.ts";

/** What a field in front of a message can be; a field may be several. */
export const TIME = 1;
export const CALENDAR = 2;
export const NUMBER = 4;
export const LEVEL = 8;
export const SEPARATOR = 16;
export const BRACKETED = 32;
/** Ends with a colon, as a program's or a class's name does in front of what it says, or with a bracket that was not opened. */
export const NAMED = 64;

/** A field: where it begins, where it ends, and what it can be. */
export type Field = { start: number; end: number; kinds: number };

const SPACE = 0x20;
const PIPE = 0x7c;
const SQUARE = 0x5b;
const ROUND = 0x28;
const ANGLE = 0x3c;
const LONGEST_BRACKET = 256;

/** For each byte whether it opens a bracket. */
export const opensBracket: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte === SQUARE || byte === ROUND || byte === ANGLE ? 1 : 0,
);

/**
 * Where the field ends that begins at `from`. Fields end at spaces and at a pipe, which is a field of its own; one that
 * begins with a bracket holds everything up to the bracket's partner.
 */
export function endOfField(text: Text, from: number, to: number): number {
  const open = text.bytes[from] ?? 0;
  if (open === PIPE) return from + 1;
  return nextFieldEnd(text.words, opensBracket[open] === 0 ? from : endOfBracket(text, from, to, open), to);
}

/**
 * The first space, control character or pipe from `from` on, or `to`. Four bytes at a time (Lamport, Multiple byte processing with
 * full-word instructions, CACM 1975): the lowest mark in `ends` is the first such byte. Its numbers stand where they are used,
 * because what is declared elsewhere is looked up at each turn.
 */
export function nextFieldEnd(words: DataView, from: number, to: number): number {
  for (let at = from; at < to; at += 4) {
    const word = words.getInt32(at, true);
    const pipes = word ^ 0x7c7c_7c7c;
    const ends = (((word - 0x2121_2121) & ~word) | ((pipes - 0x0101_0101) & ~pipes)) & -0x7f7f_7f80;
    if (ends === 0) continue;
    const end = at + ((31 - Math.clz32(ends & -ends)) >> 3);
    return end < to ? end : to;
  }
  return to;
}

function endOfBracket({ bytes, words }: Text, from: number, to: number, open: number): number {
  const close = open === ROUND ? open + 1 : open + 2;
  const opening = Math.imul(open, 0x0101_0101);
  const closing = Math.imul(close, 0x0101_0101);
  const end = Math.min(to, from + LONGEST_BRACKET);
  let depth = 1;
  for (let at = from + 1; at < end;) {
    const word = words.getInt32(at, true);
    const opens = word ^ opening;
    const closes = word ^ closing;
    const marks = (((opens - 0x0101_0101) & ~opens) | ((closes - 0x0101_0101) & ~closes)) & -0x7f7f_7f80;
    if (marks === 0) {
      at += 4;
      continue;
    }
    at += (31 - Math.clz32(marks & -marks)) >> 3;
    if (at >= end) return from;
    depth += bytes[at++] === open ? 1 : -1;
    if (depth === 0) return at;
  }
  return from;
}

/** Where the next field begins, or `to`. */
export function startOfField(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && bytes[at]! <= SPACE) at++;
  return at;
}

/** The field that begins at or after `from`. */
export function fieldAt(text: Text, from: number, to: number): Field {
  const start = startOfField(text.bytes, from, to);
  const end = endOfField(text, start, to);
  return { start, end, kinds: start === end ? 0 : kindsOf(text.bytes.toString("latin1", start, end)) };
}

const LEVELS =
  /^[[(<]?(?:level=|lvl=|severity=)?"?(?:trace|debug|verbose|info|information|notice|warn|warning|err|error|severe|crit|critical|alert|emerg|emergency|panic|fatal|failure|fine|finer|finest|config|[VDIWEF])"?[\])>]?:?,?$/i;
const NAMES = /^[[(<]?(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec),?$/;
/** ISO 8601, RFC 3339, common log, and the many dates and times of day with at least two separators. */
const STAMP =
  /^[[(<"]?(?:(?:ts|time|timestamp|date|at)="?)?[VDIWEF]?\d{1,4}(?:[-/.:,_]?(?:\d{1,9}|[A-Z][a-z]{2})){2,7}(?:[.,]\d+)?(?:T\d[\d:.,]*)?(?:Z|[+-]\d{2}:?\d{2})?[\])>",:]*$/;
const SEPARATORS = /[-/.:,_T]/g;
const ADDRESS = /^[[(<]?\d{1,3}(?:\.\d{1,3}){3}(?:$|[^\d.])/;
/** Seconds, milliseconds or nanoseconds since 1970, in this and the next decades. */
const EPOCH = /^[[(<]?(?:ts=|time=)?[12]\d{9}(?:[.,]?\d{3,9})?[\])>]?$/;
const COMPACT = /^(?:\d\d|(?:19|20)\d\d)(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/;
const NUMERIC = /^-?(?:0x[\da-f]+|\d+)[,:]?$/i;
const PUNCTUATION = /^[-|:>=~*#+]+$/;
const CLOCK_INSIDE = /\d{1,2}:\d{2}:\d{2}/;

/** What a field can be, by its text alone. */
export function kindsOf(text: string): number {
  const bracketed = /^[[(<].*[\])>][:,]?$/.test(text);
  let kinds = bracketed ? BRACKETED : 0;
  if (isTime(text) || (bracketed && CLOCK_INSIDE.test(text))) kinds |= TIME;
  if (NAMES.test(text)) kinds |= CALENDAR;
  if (NUMERIC.test(text)) kinds |= NUMBER;
  if (LEVELS.test(text)) kinds |= LEVEL;
  if (PUNCTUATION.test(text)) kinds |= SEPARATOR;
  const closes = text.endsWith(":") || (text.endsWith("]") && !text.includes("["));
  if (text.length > 1 && closes && (kinds & (TIME | NUMBER | SEPARATOR)) === 0) kinds |= NAMED;
  return kinds;
}

function isTime(text: string): boolean {
  if (EPOCH.test(text) || COMPACT.test(text)) return true;
  if (ADDRESS.test(text) || !STAMP.test(text)) return false;
  return (text.match(SEPARATORS)?.length ?? 0) >= 2 || CLOCK_INSIDE.test(text);
}

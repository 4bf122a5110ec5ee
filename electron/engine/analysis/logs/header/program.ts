import {
  BRACKETED,
  CALENDAR,
  endOfField,
  type Field,
  fieldAt,
  LEVEL,
  NAMED,
  NUMBER,
  SEPARATOR,
  startOfField,
  TIME,
} from "./field.ts";

/**
 * How to walk over a header, step by step: `field` passes one field of a kind, `fields` a fixed number of any, `until` as many as
 * it takes to pass one of a kind.
 */
export type Step =
  { kind: "field"; first: First } | { kind: "fields"; count: number } | { kind: "until"; last: "named" | "separator" };
/** What a field begins with in the lines that a step was learned from. */
type First = "digit" | "letter" | "sign" | "any";
export type Program = readonly Step[];

/** The share of lines that must agree before a step is believed. */
const AGREEMENT = 0.96;
const MOST_STEPS = 16;
/** Fields that may lie in front of one that is looked for. */
const REACH = 5;
const PLAIN_WORD = /^[A-Za-z]+$/;
const COLON = 0x3a;
const OPEN = 0x5b;
const CLOSE = 0x5d;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;
const CASE = 0x20;
const LOWER_A = 0x61;
const LOWER_Z = 0x7a;

/** Where the message begins in `bytes[from, to)`, or -1 when the line does not have this header. */
export function endOfHeader(program: Program, bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  for (let index = 0; index < program.length; index++) {
    const step = program[index];
    if (step === undefined) break;
    if (step.kind === "until") {
      const end = pass(bytes, at, to, step.last);
      if (end < 0 && index < program.length - 1) return -1;
      if (end >= 0) at = end;
      continue;
    }
    for (let left = step.kind === "fields" ? step.count : 1; left > 0; left--) {
      at = startOfField(bytes, at, to);
      if (at >= to) return -1;
      if (step.kind === "field" && step.first !== "any" && firstAt(bytes, at) !== step.first) return -1;
      at = endOfField(bytes, at, to);
    }
  }
  return startOfField(bytes, at, to);
}

function firstAt(bytes: Uint8Array, at: number): First {
  const first = (bytes[at] === MINUS ? bytes[at + 1] : bytes[at]) ?? 0;
  if (first >= ZERO && first <= NINE) return "digit";
  return (first | CASE) >= LOWER_A && (first | CASE) <= LOWER_Z ? "letter" : "sign";
}

/** Passes fields up to and with the first that ends with a colon, or is punctuation. @returns where it ends, or -1 */
function pass(bytes: Uint8Array, from: number, to: number, last: "named" | "separator"): number {
  let at = from;
  for (let left = REACH; left > 0; left--) {
    const start = startOfField(bytes, at, to);
    at = endOfField(bytes, start, to);
    if (at === start) return -1;
    if (last === "named" ? isNamed(bytes, start, at) : isPunctuation(bytes, start, at)) return at;
  }
  return -1;
}

/** Ends with a colon, or with a bracket that it did not open: `sshd[12]:`, `main.c:34]`. */
function isNamed(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < 2) return false;
  if (bytes[end - 1] === COLON) return true;
  return bytes[end - 1] === CLOSE && !bytes.subarray(start, end).includes(OPEN);
}

/** One or two signs that no word has. */
function isPunctuation(bytes: Uint8Array, start: number, end: number): boolean {
  const first = bytes[start] ?? 0;
  const second = bytes[end - 1] ?? 0;
  const isSign = (byte: number): boolean => byte === 0x2d || byte === 0x7c || byte === COLON || byte === 0x3e;
  return end - start <= 2 && isSign(first) && isSign(second);
}

/** A line that a program is learned from, and how far the steps so far have come in it. */
type Sample = { bytes: Buffer; at: number };

/**
 * Finds the header that lines have in common: fields of the same kind at the same place in nearly all of them, as position-wise
 * statistics of the first words tell constants from variables in log parsing (Brain, Yu et al. 2023). It ends at the last such
 * field. What has no time is no header.
 */
export function learnProgram(lines: readonly Buffer[]): Program {
  const samples: Sample[] = lines.map((bytes) => ({ bytes, at: 0 }));
  const program: Step[] = [];
  let timed = false;
  let named = false;
  while (program.length < MOST_STEPS) {
    const found = nextStep(samples, timed, named, program.length === 0);
    if (found === undefined) break;
    timed ||= found.timed;
    named ||= found.named;
    program.push(found.step);
    for (const sample of samples) advance(sample, found.step);
  }
  return timed ? program : [];
}

type Found = { step: Step; timed: boolean; named: boolean };

function nextStep(samples: readonly Sample[], timed: boolean, named: boolean, first: boolean): Found | undefined {
  const share = (kinds: number): number => shareOf(samples, (sample) => (kindsAt(sample, 0) & kinds) !== 0);
  if (share(TIME) >= AGREEMENT) return { step: fieldStep(samples), timed: true, named };
  if (share(LEVEL) >= AGREEMENT || share(SEPARATOR) >= AGREEMENT || share(CALENDAR) >= AGREEMENT)
    return { step: fieldStep(samples), timed, named };
  if (!named && share(NUMBER | BRACKETED) >= AGREEMENT) return { step: fieldStep(samples), timed, named };
  if (named) return undefined;
  if (timed) return gapAfterTime(samples);
  const gap = gapBefore(samples, TIME | CALENDAR, true);
  return gap !== undefined && first && isProse(samples, gap.step) ? undefined : gap;
}

/** Plain words in front of a time are a sentence that tells of it, not a header. */
function isProse(samples: readonly Sample[], step: Step): boolean {
  const count = step.kind === "fields" ? step.count : 0;
  for (let skip = 0; skip < count; skip++) {
    const plain = shareOf(samples, (sample) => PLAIN_WORD.test(textAt(sample, skip)));
    if (plain >= 0.5) return true;
  }
  return false;
}

function gapAfterTime(samples: readonly Sample[]): Found | undefined {
  const again = gapBefore(samples, TIME | CALENDAR | LEVEL, false);
  if (again !== undefined) return again;
  for (const last of ["named", "separator"] as const) {
    const reached = shareOf(samples, ({ bytes, at }) => pass(bytes, at, bytes.length, last) >= 0);
    if (reached >= AGREEMENT) return { step: { kind: "until", last }, timed: false, named: last === "named" };
  }
  if (shareOf(samples, (sample) => (kindsAt(sample, 1) & BRACKETED) !== 0) < AGREEMENT) return undefined;
  return { step: { kind: "fields", count: 1 }, timed: false, named: false };
}

/** The same number of fields in front of one of these kinds. */
function gapBefore(samples: readonly Sample[], kinds: number, anyKind: boolean): Found | undefined {
  for (let count = 1; count <= REACH; count++) {
    const agree = shareOf(samples, (sample) => (kindsAt(sample, count) & kinds) !== 0);
    const named = anyKind ? 0 : shareOf(samples, (sample) => (kindsAt(sample, count - 1) & NAMED) !== 0);
    if (named >= AGREEMENT) return undefined;
    if (agree >= AGREEMENT) return { step: { kind: "fields", count }, timed: false, named: false };
  }
  return undefined;
}

function fieldStep(samples: readonly Sample[]): Step {
  const begins = ({ bytes, at }: Sample): First => firstAt(bytes, startOfField(bytes, at, bytes.length));
  const first = (["digit", "letter", "sign"] as const).find(
    (kind) => shareOf(samples, (sample) => begins(sample) === kind) >= AGREEMENT,
  );
  return { kind: "field", first: first ?? "any" };
}

function nthField({ bytes, at }: Sample, skip: number): Field {
  let from = at;
  for (let left = skip; left > 0; left--) from = fieldAt(bytes, from, bytes.length).end;
  return fieldAt(bytes, from, bytes.length);
}

const kindsAt = (sample: Sample, skip: number): number => nthField(sample, skip).kinds;

function textAt(sample: Sample, skip: number): string {
  const { start, end } = nthField(sample, skip);
  return sample.bytes.toString("latin1", start, end);
}

function shareOf(samples: readonly Sample[], holds: (sample: Sample) => boolean): number {
  return samples.filter(holds).length / samples.length;
}

function advance(sample: Sample, step: Step): void {
  const end = endOfHeader([step], sample.bytes, sample.at, sample.bytes.length);
  if (end >= 0) sample.at = end;
}

import type { Text } from "../text.ts";
import {
  BRACKETED,
  CALENDAR,
  type Field,
  fieldAt,
  LEVEL,
  NAMED,
  NUMBER,
  SEPARATOR,
  startOfField,
  TIME,
} from "./field.ts";
import { endOfHeader, firstAt, pass, REACH, walkOf } from "./walk.ts";

/**
 * How to walk over a header, step by step: `field` passes one field of a kind, `fields` a fixed number of any, `until` as many as
 * it takes to pass one of a kind.
 */
export type Step =
  { kind: "field"; first: First } | { kind: "fields"; count: number } | { kind: "until"; last: "named" | "separator" };
/** What a field begins with in the lines that a step was learned from. */
export type First = "digit" | "letter" | "sign" | "any";
export type Program = readonly Step[];

/** The share of lines that must agree before a step is believed. */
const AGREEMENT = 0.96;
const MOST_STEPS = 16;
const PLAIN_WORD = /^[A-Za-z]+$/;
/** A line that a program is learned from, how far the steps so far have come in it, and its fields by where they are looked for. */
type Sample = { text: Text; at: number; fields: Map<number, Field> };

/**
 * Finds the header that lines have in common: fields of the same kind at the same place in nearly all of them, as position-wise
 * statistics of the first words tell constants from variables in log parsing (Brain, Yu et al. 2023). It ends at the last such
 * field. What has no time is no header.
 */
export function learnProgram(lines: readonly Text[]): Program {
  const samples: Sample[] = lines.map((text) => ({ text, at: 0, fields: new Map() }));
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
    const reached = shareOf(samples, ({ text, at }) => pass(text, at, text.bytes.length, last) >= 0);
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
  const begins = ({ text: { bytes }, at }: Sample): First => firstAt(bytes, startOfField(bytes, at, bytes.length));
  const first = (["digit", "letter", "sign"] as const).find(
    (kind) => shareOf(samples, (sample) => begins(sample) === kind) >= AGREEMENT,
  );
  return { kind: "field", first: first ?? "any" };
}

function nthField(sample: Sample, skip: number): Field {
  let field = nextField(sample, sample.at);
  for (let left = skip; left > 0; left--) field = nextField(sample, field.end);
  return field;
}

/** The same fields are looked at for each step that is tried. */
function nextField({ text, fields }: Sample, from: number): Field {
  let field = fields.get(from);
  if (field === undefined) fields.set(from, (field = fieldAt(text, from, text.bytes.length)));
  return field;
}

const kindsAt = (sample: Sample, skip: number): number => nthField(sample, skip).kinds;

function textAt(sample: Sample, skip: number): string {
  const { start, end } = nthField(sample, skip);
  return sample.text.bytes.toString("latin1", start, end);
}

function shareOf(samples: readonly Sample[], holds: (sample: Sample) => boolean): number {
  return samples.filter(holds).length / samples.length;
}

function advance(sample: Sample, step: Step): void {
  const end = endOfHeader(walkOf([step]), sample.text, sample.at, sample.text.bytes.length);
  if (end >= 0) sample.at = end;
}

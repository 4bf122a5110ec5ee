import { copyOf, type Text, textOf } from "../text.ts";
import { CALENDAR, endOfField, kindsOf, startOfField, TIME } from "./field.ts";
import { learnProgram, type Program } from "./program.ts";
import { endOfHeader, type Walk, walkOf } from "./walk.ts";

/** Lines of one shape in front, and what was learned from them. */
export type Format = { signature: string; program: Program; samples: Text[]; seen: number };

const MOST_FORMATS = 12;
const MOST_SAMPLES = 64;
/** After the first of them a sample is taken of one line in so many. */
const SPACING = 16;
const SAMPLE_BYTES = 512;
/** A header is looked for when a shape was seen this often, again with more lines, and now and then for good. */
const FIRST_LESSON = 16;
const LAST_LESSON = 65_536;
const LESSONS = [FIRST_LESSON, 64, 256, 1024, 8192, LAST_LESSON];
/** Fields among which the first time of a line is looked for. */
const FIELDS_TO_TIME = 8;
/** Of lines without a known header the first are all looked at, later ones now and then. */
const CLOSE_LOOK = 1024;
const SELDOM = 64;
const NONE = -1;
/** `[Mon,` */
const LONGEST_NAME = 5;
const ZERO = 0x30;
const NINE = 0x39;

/**
 * Learns how lines begin: a format for each shape that leads to the first time in a line. A line that fits none keeps all its
 * words. Bounded: the formats, their samples, and nothing by line.
 */
export class Headers {
  readonly formats: Format[] = [];
  /** The format of the last line, or -1. */
  format = NONE;
  /** A format whose header has changed since the last line, or -1. */
  changed = NONE;
  /** Each format's program, made quick. */
  private readonly walks: Walk[] = [];
  private latest = 0;
  private unknown = 0;

  /** @returns where the message begins in `bytes[from, to)` */
  startOfMessage(text: Text, from: number, to: number): number {
    this.changed = NONE;
    const at = this.match(text, from, to);
    if (this.format >= 0) this.note(this.format, text, from, to);
    else this.noteUnknown(text, from, to);
    return this.changed < 0 ? at : from + this.startIn(this.changed, copyOf(text.bytes, from, to));
  }

  saved(): HeadersState {
    const formats = this.formats.map((format) => ({
      ...format,
      samples: format.samples.map((sample) => sample.bytes.toString("latin1")),
    }));
    return { formats, latest: this.latest, unknown: this.unknown };
  }

  restore({ formats, latest, unknown }: HeadersState): void {
    for (const format of formats) {
      this.walks.push(walkOf(format.program));
      this.formats.push({ ...format, samples: format.samples.map((sample) => textOf(Buffer.from(sample, "latin1"))) });
    }
    this.latest = latest;
    this.unknown = unknown;
  }

  /** Where the message of a line of a known format begins. */
  startIn(format: number, line: Text): number {
    const walk = this.walks[format];
    return walk === undefined || walk.length === 0 ? 0 : Math.max(0, endOfHeader(walk, line, 0, line.bytes.length));
  }

  private match(text: Text, from: number, to: number): number {
    const { walks, latest } = this;
    for (let turn = 0; turn < walks.length; turn++) {
      const index = turn === 0 ? latest : turn <= latest ? turn - 1 : turn;
      const walk = walks[index]!;
      if (walk.length === 0) continue;
      const at = endOfHeader(walk, text, from, to);
      if (at < 0) continue;
      this.latest = index;
      this.format = index;
      return at;
    }
    this.format = NONE;
    return from;
  }

  private noteUnknown(text: Text, from: number, to: number): void {
    const count = this.unknown++;
    if (count >= CLOSE_LOOK && count % SELDOM !== 0) return;
    const signature = signatureOf(text, from, Math.min(to, from + SAMPLE_BYTES));
    if (signature === "") return;
    let index = this.formats.findIndex((format) => format.signature === signature);
    if (index < 0 && this.formats.length < MOST_FORMATS) {
      index = this.formats.push({ signature, program: [], samples: [], seen: 0 }) - 1;
      this.walks[index] = walkOf([]);
    }
    if (index < 0) return;
    this.format = index;
    this.note(index, text, from, to);
  }

  private note(index: number, text: Text, from: number, to: number): void {
    const format = this.formats[index];
    if (format === undefined) return;
    const seen = format.seen++;
    if (seen >= LAST_LESSON) return;
    if (isSample(seen)) {
      format.samples[seen < MOST_SAMPLES ? seen : (seen / SPACING) % MOST_SAMPLES] = copyOf(
        text.bytes,
        from,
        Math.min(to, from + SAMPLE_BYTES),
      );
    }
    // Lessons are at powers of two, which is quicker to see.
    if ((format.seen & seen) !== 0 || !LESSONS.includes(format.seen)) return;
    const program = learnProgram(format.samples);
    if (JSON.stringify(program) === JSON.stringify(format.program)) return;
    format.program = program;
    this.walks[index] = walkOf(program);
    this.changed = index;
  }
}

export type HeadersState = {
  formats: (Omit<Format, "samples"> & { samples: string[] })[];
  latest: number;
  unknown: number;
};

/** The first lines, then one of sixteen of those that the next lesson will be about. */
function isSample(seen: number): boolean {
  if (seen < MOST_SAMPLES) return true;
  if (seen % SPACING !== 0) return false;
  return LESSONS.some((lesson) => seen < lesson && seen >= lesson - MOST_SAMPLES * SPACING);
}

/** A time with its digits and names blotted out. */
const formOf = (text: string): string => text.replace(/\d+/g, "0").replace(/[A-Za-z]+/g, "a");

/** How a line leads to its first time: the place of that field and its form; empty when it has none. */
function signatureOf(text: Text, from: number, to: number): string {
  let at = from;
  for (let place = 0; place < FIELDS_TO_TIME; place++) {
    const start = startOfField(text.bytes, at, to);
    const end = endOfField(text, start, to);
    if (start === end) return "";
    at = end;
    if (!mayBeTime(text.bytes, start, end)) continue;
    const field = text.bytes.toString("latin1", start, end);
    const kinds = kindsOf(field);
    if ((kinds & (TIME | CALENDAR)) === 0) continue;
    const form = (kinds & CALENDAR) !== 0 ? "calendar" : formOf(field);
    return `${place} ${form.slice(0, 40)}`;
  }
  return "";
}

/** A time has a digit, the name of a day or month is short: most fields need no closer look. */
function mayBeTime(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start <= LONGEST_NAME) return true;
  for (let at = start; at < end; at++) if (bytes[at]! >= ZERO && bytes[at]! <= NINE) return true;
  return false;
}

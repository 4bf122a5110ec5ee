import { CALENDAR, fieldAt, TIME } from "./field.ts";
import { learnProgram, type Program } from "./program.ts";
import { endOfHeader, type Walk, walkOf } from "./walk.ts";

/** Lines of one shape in front, and what was learned from them. */
export type Format = { signature: string; program: Program; samples: Buffer[]; seen: number };

const MOST_FORMATS = 12;
const MOST_SAMPLES = 64;
const SAMPLE_BYTES = 512;
/** A header is looked for when a shape was seen this often, again with more lines, and now and then for good. */
const FIRST_LESSON = 16;
const LAST_LESSON = 65_536;
const LESSONS = new Set([FIRST_LESSON, 64, 256, 1024, 8192, LAST_LESSON]);
/** Fields among which the first time of a line is looked for. */
const FIELDS_TO_TIME = 8;
/** Of lines without a known header the first are all looked at, later ones now and then. */
const CLOSE_LOOK = 1024;
const SELDOM = 64;
const NONE = -1;

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
  startOfMessage(bytes: Buffer, from: number, to: number): number {
    this.changed = NONE;
    const at = this.match(bytes, from, to);
    if (this.format >= 0) this.note(this.format, bytes, from, to);
    else this.noteUnknown(bytes, from, to);
    return this.changed < 0 ? at : from + this.startIn(this.changed, bytes.subarray(from, to));
  }

  saved(): HeadersState {
    const formats = this.formats.map((format) => ({
      ...format,
      samples: format.samples.map((sample) => sample.toString("latin1")),
    }));
    return { formats, latest: this.latest, unknown: this.unknown };
  }

  restore({ formats, latest, unknown }: HeadersState): void {
    for (const format of formats) {
      this.walks.push(walkOf(format.program));
      this.formats.push({ ...format, samples: format.samples.map((sample) => Buffer.from(sample, "latin1")) });
    }
    this.latest = latest;
    this.unknown = unknown;
  }

  /** Where the message of a line of a known format begins. */
  startIn(format: number, line: Buffer): number {
    const walk = this.walks[format];
    return walk === undefined || walk.length === 0 ? 0 : Math.max(0, endOfHeader(walk, line, 0, line.length));
  }

  private match(bytes: Buffer, from: number, to: number): number {
    const { walks, latest } = this;
    for (let turn = 0; turn < walks.length; turn++) {
      const index = turn === 0 ? latest : turn <= latest ? turn - 1 : turn;
      const walk = walks[index]!;
      if (walk.length === 0) continue;
      const at = endOfHeader(walk, bytes, from, to);
      if (at < 0) continue;
      this.latest = index;
      this.format = index;
      return at;
    }
    this.format = NONE;
    return from;
  }

  private noteUnknown(bytes: Buffer, from: number, to: number): void {
    const count = this.unknown++;
    if (count >= CLOSE_LOOK && count % SELDOM !== 0) return;
    const signature = signatureOf(bytes, from, Math.min(to, from + SAMPLE_BYTES));
    if (signature === "") return;
    let index = this.formats.findIndex((format) => format.signature === signature);
    if (index < 0 && this.formats.length < MOST_FORMATS) {
      index = this.formats.push({ signature, program: [], samples: [], seen: 0 }) - 1;
      this.walks[index] = walkOf([]);
    }
    if (index < 0) return;
    this.format = index;
    this.note(index, bytes, from, to);
  }

  private note(index: number, bytes: Buffer, from: number, to: number): void {
    const format = this.formats[index];
    if (format === undefined) return;
    const seen = format.seen++;
    if (seen >= LAST_LESSON) return;
    if (seen < MOST_SAMPLES || seen % 16 === 0) {
      format.samples[seen < MOST_SAMPLES ? seen : (seen / 16) % MOST_SAMPLES] = Buffer.from(
        bytes.subarray(from, Math.min(to, from + SAMPLE_BYTES)),
      );
    }
    // Lessons are at powers of two, which is quicker to see.
    if ((format.seen & seen) !== 0 || !LESSONS.has(format.seen)) return;
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

/** A time with its digits and names blotted out. */
const formOf = (text: string): string => text.replace(/\d+/g, "0").replace(/[A-Za-z]+/g, "a");

/** How a line leads to its first time: the place of that field and its form; empty when it has none. */
function signatureOf(bytes: Buffer, from: number, to: number): string {
  let at = from;
  for (let place = 0; place < FIELDS_TO_TIME; place++) {
    const { start, end, kinds } = fieldAt(bytes, at, to);
    if (start === end) return "";
    if ((kinds & (TIME | CALENDAR)) !== 0) {
      const form = (kinds & CALENDAR) !== 0 ? "calendar" : formOf(bytes.toString("latin1", start, end));
      return `${place} ${form.slice(0, 40)}`;
    }
    at = end;
  }
  return "";
}

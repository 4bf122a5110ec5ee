import { Headers } from "./header/headers.ts";
import { messageOf } from "./message.ts";
import { type Pattern, Patterns } from "./patterns.ts";
import { Scanner } from "./scan.ts";
import { Shapes } from "./shapes.ts";
import { templateOf } from "./template.ts";

const EXAMPLE_BYTES = 4096;

/** A pattern as it stands: its template with `<*>` where it varies, how often it came, and its first and last line. */
export type LogPattern = { id: number; template: string; example: string; count: number; first: number; last: number };

/**
 * Mines templates from raw lines, one after the other. A line whose constant words are known costs one pass over its bytes and
 * one look into a table; all others go through the tree of patterns. Lines are numbered from 1.
 */
export class LogMiner {
  /** Lines so far. */
  lines = 0;
  readonly patterns = new Patterns();
  private readonly headers = new Headers();
  private readonly shapes = new Shapes();
  private readonly scanner = new Scanner();

  /** Takes the line in `bytes[from, to)`, without its end. @returns its pattern's id, which `current` keeps up to date */
  add(bytes: Buffer, from: number, to: number): number {
    const line = ++this.lines;
    const { headers, scanner, shapes } = this;
    const start = headers.startOfMessage(bytes, from, to);
    if (headers.changed >= 0) this.readAgain(headers.changed);
    scanner.hash(bytes, start, to);
    const place = shapes.place(scanner.first, scanner.second);
    const known = shapes.patterns[place] ?? 0;
    if (known !== 0) {
      shapes.counts[place] = (shapes.counts[place] ?? 0) + 1;
      shapes.lasts[place] = line;
      return known;
    }
    const { first, second } = scanner;
    const id = this.find(bytes, from, start, to, line);
    shapes.add(first, second, id, line, this.take);
    return id;
  }

  /** The pattern that an id stands for after all merges so far. */
  current(id: number): number {
    return this.patterns.current(id);
  }

  /** All patterns with their counts as they stand, in the order in which they began. */
  list(): LogPattern[] {
    this.shapes.flush(this.take, true);
    return [...this.patterns.all.values()].sort((a, b) => a.id - b.id).map((pattern) => this.describe(pattern));
  }

  private describe({ id, message, format, example, count, first, last }: Pattern): LogPattern {
    const bytes = Buffer.from(example, "latin1");
    const template = templateOf(this.scanner, bytes, this.headers.startIn(format, bytes), message);
    return { id, template, example: bytes.toString(), count, first, last };
  }

  private find(bytes: Buffer, from: number, start: number, to: number, line: number): number {
    const count = this.scanner.words(bytes, start, to);
    const message = messageOf(this.scanner, count, bytes);
    const example = bytes.toString("latin1", from, Math.min(to, from + EXAMPLE_BYTES));
    return this.patterns.find(message, { format: this.headers.format, example, line });
  }

  private readonly take = (id: number, count: number, last: number): void => {
    const pattern = this.patterns.all.get(this.patterns.current(id));
    if (pattern === undefined) return;
    pattern.count += count;
    pattern.last = Math.max(pattern.last, last);
  };

  /** A header was understood: patterns whose lines had it are read again without it, and become one where they agree. */
  private readAgain(format: number): void {
    this.shapes.flush(this.take, false);
    for (const pattern of [...this.patterns.all.values()].filter((known) => known.format === format)) {
      const bytes = Buffer.from(pattern.example, "latin1");
      const start = this.headers.startIn(format, bytes);
      const message = messageOf(this.scanner, this.scanner.words(bytes, start, bytes.length), bytes);
      this.patterns.reread(pattern, message);
    }
  }
}

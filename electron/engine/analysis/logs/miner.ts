import { Headers, type HeadersState } from "./header/headers.ts";
import { messageOf } from "./message.ts";
import { type Pattern, type PatternListener, Patterns, type PatternsState } from "./patterns.ts";
import { Scanner } from "./scan.ts";
import { type Entry, Shapes } from "./shapes.ts";
import { copyOf, SLACK, type Text, textOf } from "./text.ts";
import { Trie } from "./trie.ts";
import { templateOf } from "./template.ts";

const EXAMPLE_BYTES = 4096;

/** A pattern as it stands: its template with `<*>` where it varies, how often it came, and its first and last line. */
export type LogPattern = { id: number; template: string; example: string; count: number; first: number; last: number };

/** What a miner tells of patterns that go, so that whoever keeps ids can follow. */
export type MinerListener = {
  /** What had the first id has the second from now on. */
  merged?(from: number, into: number): void;
  /** A pattern not seen for long was let go, to bound the memory; lines with its id keep it. */
  ended?(pattern: LogPattern): void;
};

/**
 * Mines templates from raw lines, one after the other. A line whose constant words are known costs one pass over its bytes and
 * one look into a table; all others go through the tree of patterns. Lines are numbered from 1. Memory is bounded whatever comes.
 */
export class LogMiner {
  /** Lines so far. */
  lines = 0;
  private readonly patterns: Patterns;
  private readonly headers = new Headers();
  private readonly shapes = new Shapes();
  private readonly scanner = new Scanner();
  private readonly trie = new Trie();
  private trieGeneration = 0;
  private text: Text = textOf(Buffer.alloc(0));
  /** Where the message of the last line began. */
  private start = 0;

  constructor(listener: MinerListener = {}) {
    const following: PatternListener = {
      merged: (from, into) => listener.merged?.(from, into),
      ended: (pattern) => listener.ended?.(this.describe(pattern)),
    };
    this.patterns = new Patterns(following);
  }

  /** Takes the line in `bytes[from, to)`, without its end. @returns the id of its pattern, which may merge with another later */
  add(bytes: Buffer, from: number, to: number): number {
    if (this.text.bytes !== bytes) this.text = { bytes, words: new DataView(bytes.buffer, bytes.byteOffset) };
    const { text } = this;
    if (to + SLACK <= text.words.byteLength) return this.take(text, from, to);
    const id = this.take(copyOf(text.bytes, from, to), 0, to - from);
    this.start += from;
    return id;
  }

  private take(text: Text, from: number, to: number): number {
    const line = ++this.lines;
    const { headers, scanner, shapes } = this;
    const start = headers.startOfMessage(text, from, to);
    this.start = start;
    if (headers.changed >= 0) this.readAgain(headers.changed);
    if (this.trieGeneration !== shapes.generation) {
      this.trieGeneration = shapes.generation;
      this.trie.clear();
    }
    const met = this.trie.find(text, start, to);
    if (met > 0) return shapes.note(met, line);
    const { bytes } = text;
    scanner.hash(bytes, start, to);
    const known = shapes.find(scanner.first, scanner.second);
    if (known > 0) {
      this.trie.add(bytes, start, to, known);
      return shapes.note(known, line);
    }
    const { first, second } = scanner;
    const id = this.find(bytes, from, start, to, line);
    shapes.add(first, second, id, line, this.count);
    if (this.patterns.isFull) this.compact();
    return id;
  }

  /** The words that vary in the line that was added last, in order. It takes the slow path: ask for some lines, not for all. */
  variablesOfLast(bytes: Buffer, to: number): string[] {
    const message = messageOf(this.scanner, this.scanner.words(bytes, this.start, to), bytes);
    this.patterns.markVarying(message);
    return message.texts.filter((_, index) => message.variable[index] === true);
  }

  /** The pattern that an id given out since the last time of letting go stands for now. */
  current(id: number): number {
    return this.patterns.current(id);
  }

  /** All patterns with their counts as they stand, in the order in which they began. */
  list(): LogPattern[] {
    this.shapes.flush(this.count, true);
    return [...this.patterns.all.values()].sort((a, b) => a.id - b.id).map((pattern) => this.describe(pattern));
  }

  /** The whole state; `restore` on a new miner goes on as this one would have. */
  checkpoint(): Uint8Array {
    const { lines } = this;
    const state: MinerState = {
      version: STATE_VERSION,
      lines,
      patterns: this.patterns.saved(),
      headers: this.headers.saved(),
      shapes: this.shapes.saved(),
    };
    return Buffer.from(JSON.stringify(state));
  }

  /** Takes over a checkpoint. @throws Error when it is of another version */
  restore(checkpoint: Uint8Array): void {
    const state = JSON.parse(Buffer.from(checkpoint).toString()) as MinerState;
    if (state.version !== STATE_VERSION) throw new Error(`log patterns of version ${String(state.version)}`);
    this.lines = state.lines;
    this.patterns.restore(state.patterns);
    this.headers.restore(state.headers);
    this.shapes.restore(state.shapes);
  }

  private describe({ id, message, format, example, count, first, last }: Pattern): LogPattern {
    const text = textOf(Buffer.from(example, "latin1"));
    const { bytes } = text;
    const template = templateOf(this.scanner, bytes, this.headers.startIn(format, text), message);
    return { id, template, example: bytes.toString(), count, first, last };
  }

  private find(bytes: Buffer, from: number, start: number, to: number, line: number): number {
    const count = this.scanner.words(bytes, start, to);
    const message = messageOf(this.scanner, count, bytes);
    const example = bytes.toString("latin1", from, Math.min(to, from + EXAMPLE_BYTES));
    return this.patterns.find(message, { format: this.headers.format, example, line });
  }

  private readonly count = (id: number, count: number, last: number): void => {
    const pattern = this.patterns.all.get(this.patterns.current(id));
    if (pattern === undefined) return;
    pattern.count += count;
    pattern.last = Math.max(pattern.last, last);
  };

  private compact(): void {
    this.shapes.flush(this.count, true);
    this.shapes.follow((id) => this.patterns.current(id));
    this.patterns.compact();
    this.shapes.keep((id) => this.patterns.all.has(id));
  }

  /** A header was understood: patterns whose lines had it are read again without it, and become one where they agree. */
  private readAgain(format: number): void {
    this.shapes.flush(this.count, false);
    for (const pattern of [...this.patterns.all.values()].filter((known) => known.format === format)) {
      const text = textOf(Buffer.from(pattern.example, "latin1"));
      const { bytes } = text;
      const start = this.headers.startIn(format, text);
      const message = messageOf(this.scanner, this.scanner.words(bytes, start, bytes.length), bytes);
      this.patterns.reread(pattern, message);
    }
  }
}

const STATE_VERSION = 2;

type MinerState = {
  version: number;
  lines: number;
  patterns: PatternsState;
  headers: HeadersState;
  shapes: Entry[];
};

import { closeSync, openSync, readSync, writeSync } from "node:fs";
import { LogMiner, type LogPattern } from "../engine/analysis/logs/miner.ts";

const NEWLINE = 0x0a;
const RETURN = 0x0d;
const ZERO = 0x30;
const READ_BYTES = 1 << 20;
const WRITE_BYTES = 1 << 20;
/** Bytes of one line that are looked at; the rest of a longer one is passed over. */
const LINE_BYTES = 1 << 16;
const BLOCK = 1 << 18;
const NINE = 0x39;
const LONGEST_NUMBER = 16;
const WORD = 4;

/** Numbers that only grow in count: blocks, so that nothing is copied and nothing is reserved for what may not come. */
class Ids {
  private readonly blocks: Int32Array[] = [];
  private block = new Int32Array(0);
  private at = BLOCK;

  push(id: number): void {
    if (this.at === BLOCK) {
      this.block = new Int32Array(BLOCK);
      this.blocks.push(this.block);
      this.at = 0;
    }
    this.block[this.at++] = id;
  }

  *all(): Iterable<Int32Array> {
    for (const block of this.blocks) yield block === this.block ? block.subarray(0, this.at) : block;
  }
}

/** Reads the lines of a file into the miner and writes `LineId,ClusterId,Template`, with clusters as they stand at the end. */
export function clusterFile(input: string, output: string): void {
  const from = openSync(input, "r");
  try {
    const merges = new Map<number, number>();
    const patterns = new Map<number, LogPattern>();
    const miner = new LogMiner({
      merged: (id, into) => void merges.set(id, into),
      ended: (pattern) => void patterns.set(pattern.id, pattern),
    });
    const ids = readLines(from, miner);
    for (const pattern of miner.list()) patterns.set(pattern.id, pattern);
    const to = openSync(output, "w");
    try {
      writeRows(to, ids, tailsOf(patterns, merges));
    } finally {
      closeSync(to);
    }
  } finally {
    closeSync(from);
  }
}

function readLines(file: number, miner: LogMiner): Ids {
  const ids = new Ids();
  const bytes = Buffer.allocUnsafe(LINE_BYTES + READ_BYTES);
  let held = 0;
  let skipping = false;
  for (;;) {
    const read = readSync(file, bytes, held, READ_BYTES, null);
    const end = held + read;
    let at = 0;
    for (let stop = bytes.indexOf(NEWLINE, held); stop >= 0 && stop < end; stop = bytes.indexOf(NEWLINE, at)) {
      if (!skipping) ids.push(addLine(miner, bytes, at, stop));
      skipping = false;
      at = stop + 1;
    }
    if (read === 0) {
      if (end > at && !skipping) ids.push(addLine(miner, bytes, at, end));
      return ids;
    }
    held = skipping ? 0 : end - at;
    if (held > LINE_BYTES) {
      ids.push(addLine(miner, bytes, at, at + LINE_BYTES));
      skipping = true;
      held = 0;
    }
    bytes.copyWithin(0, at, at + held);
  }
}

function addLine(miner: LogMiner, bytes: Buffer, from: number, to: number): number {
  return miner.add(bytes, from, to > from && bytes[to - 1] === RETURN ? to - 1 : to);
}

/** What follows each line's number, one after the other, and where it begins and ends by the id that the line was given. */
type Tails = { bytes: DataView; starts: Int32Array; ends: Int32Array };

function tailsOf(patterns: ReadonlyMap<number, LogPattern>, merges: ReadonlyMap<number, number>): Tails {
  const parts: Uint8Array[] = [];
  const count = Math.max(0, ...patterns.keys(), ...merges.keys()) + 1;
  const starts = new Int32Array(count);
  const ends = new Int32Array(count);
  let at = 0;
  for (const { id, template } of patterns.values()) {
    const tail = Buffer.from(`,${id},${quoted(template)}\n`);
    parts.push(tail);
    starts[id] = at;
    ends[id] = at += tail.length;
  }
  for (const id of merges.keys()) {
    let into = id;
    for (let next = merges.get(into); next !== undefined; next = merges.get(into)) into = next;
    starts[id] = starts[into]!;
    ends[id] = ends[into]!;
  }
  const bytes = Buffer.concat([...parts, Buffer.alloc(WORD)]);
  return { bytes: new DataView(bytes.buffer, bytes.byteOffset), starts, ends };
}

function writeRows(file: number, ids: Ids, { bytes, starts, ends }: Tails): void {
  const out = Buffer.alloc(WRITE_BYTES);
  const words = new DataView(out.buffer, out.byteOffset);
  const number = new LineNumber();
  let at = out.write("LineId,ClusterId,Template\n");
  for (const block of ids.all()) {
    for (const id of block) {
      const end = ends[id]!;
      let from = starts[id]!;
      if (at + LONGEST_NUMBER + end - from + WORD > WRITE_BYTES) {
        writeAll(file, out, at);
        at = 0;
      }
      at = number.writeNext(words, at);
      // Four bytes at a time; what is too much is written over by the next.
      for (let to = at; from < end; from += WORD, to += WORD) words.setInt32(to, bytes.getInt32(from));
      at += end - starts[id]!;
    }
  }
  writeAll(file, out, at);
}

/** Counts in digits, because a division for each digit of each line is felt. */
class LineNumber {
  private readonly digits = new Uint8Array(LONGEST_NUMBER + WORD).fill(ZERO);
  private readonly words = new DataView(this.digits.buffer);
  private first = LONGEST_NUMBER - 1;

  /** @returns where the number ends */
  writeNext(words: DataView, at: number): number {
    const { digits } = this;
    let place = LONGEST_NUMBER - 1;
    while (digits[place] === NINE) digits[place--] = ZERO;
    digits[place]!++;
    if (place < this.first) this.first = place;
    const length = LONGEST_NUMBER - this.first;
    for (let from = this.first, to = at; from < LONGEST_NUMBER; from += WORD, to += WORD)
      words.setInt32(to, this.words.getInt32(from));
    return at + length;
  }
}

function writeAll(file: number, bytes: Uint8Array, length: number): void {
  for (let at = 0; at < length;) at += writeSync(file, bytes, at, length - at);
}

/** As RFC 4180 has it. */
function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

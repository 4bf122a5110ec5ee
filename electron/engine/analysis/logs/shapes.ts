/** A power of two; at most half of the places are used. */
const PLACES = 1 << 17;
const MOST = PLACES / 2;
const MASK = PLACES - 1;

/**
 * Which pattern a line with a known hash belongs to, how often it came and when last: open addressing with linear probing over
 * typed arrays; the entries lie side by side, in the order in which they came. When it is full the half that was not seen for longest
 * is forgotten, after `flush` has had its counts.
 */
export class Shapes {
  /** The entry at each place, counted from 1; 0 is an empty place. */
  private readonly places = new Int32Array(PLACES);
  private readonly firsts = new Int32Array(MOST + 1);
  private readonly seconds = new Int32Array(MOST + 1);
  private readonly patterns = new Int32Array(MOST + 1);
  private readonly counts = new Uint32Array(MOST + 1);
  private readonly lasts = new Float64Array(MOST + 1);
  private used = 0;
  /** How often entries were given other numbers. */
  generation = 0;

  /** @returns the entry of a hash, or 0 */
  find(first: number, second: number): number {
    return this.places[this.place(first, second)]!;
  }

  /** Counts a line. @returns the pattern of its entry */
  note(entry: number, line: number): number {
    this.counts[entry]! += 1;
    this.lasts[entry] = line;
    return this.patterns[entry]!;
  }

  /** Enters a shape; `flush` is told of each entry that has to go. */
  add(first: number, second: number, pattern: number, line: number, flush: Flush): void {
    if (this.used >= MOST) this.forgetHalf(flush);
    this.put([first, second, pattern, 1, line]);
  }

  /** Hands every count over and leaves the entries, or none of them. */
  flush(flush: Flush, keep: boolean): void {
    for (let entry = 1; entry <= this.used; entry++)
      flush(this.patterns[entry]!, this.counts[entry]!, this.lasts[entry]!);
    this.counts.fill(0, 1, this.used + 1);
    if (!keep) this.empty();
  }

  /** Replaces each pattern by what it is now. */
  follow(current: (pattern: number) => number): void {
    for (let entry = 1; entry <= this.used; entry++) this.patterns[entry] = current(this.patterns[entry]!);
  }

  /** Forgets the shapes of patterns that are gone. */
  keep(isKnown: (pattern: number) => boolean): void {
    this.restore(this.saved().filter(([, , pattern]) => isKnown(pattern)));
  }

  private place(first: number, second: number): number {
    const { places, firsts, seconds } = this;
    let at = first & MASK;
    for (let entry = places[at]!; entry !== 0; entry = places[at]!) {
      if (firsts[entry] === first && seconds[entry] === second) break;
      at = (at + 1) & MASK;
    }
    return at;
  }

  private empty(): void {
    this.places.fill(0);
    this.used = 0;
    this.generation++;
  }

  private put([first, second, pattern, count, line]: Entry): void {
    const entry = ++this.used;
    this.places[this.place(first, second)] = entry;
    this.firsts[entry] = first;
    this.seconds[entry] = second;
    this.patterns[entry] = pattern;
    this.counts[entry] = count;
    this.lasts[entry] = line;
  }

  private forgetHalf(flush: Flush): void {
    const entries = this.saved();
    const bound = entries.map(([, , , , last]) => last).sort((a, b) => a - b)[MOST >> 1] ?? 0;
    this.empty();
    for (const entry of entries) {
      const [, , pattern, count, last] = entry;
      if (last < bound) flush(pattern, count, last);
      else this.put(entry);
    }
  }

  /** The entries in the order in which they came. */
  saved(): Entry[] {
    const { firsts, seconds, patterns, counts, lasts } = this;
    return Array.from({ length: this.used }, (_, index) => {
      const entry = index + 1;
      return [firsts[entry]!, seconds[entry]!, patterns[entry]!, counts[entry]!, lasts[entry]!];
    });
  }

  restore(entries: readonly Entry[]): void {
    this.empty();
    for (const entry of entries) this.put(entry);
  }
}

/** Takes over what was counted of a pattern: how many lines, and the last of them. */
type Flush = (pattern: number, count: number, last: number) => void;
/** first, second, pattern, count, last */
export type Entry = readonly [first: number, second: number, pattern: number, count: number, last: number];

/** A power of two; at most half of the places are used. */
const PLACES = 1 << 17;
const MOST = PLACES / 2;
const MASK = PLACES - 1;

/**
 * Which pattern a line with a known hash belongs to, how often it came and when last: open addressing with linear probing over
 * typed arrays. When it is full the half that was not seen for longest is forgotten, after `flush` has had its counts.
 */
export class Shapes {
  private readonly firsts = new Int32Array(PLACES);
  private readonly seconds = new Int32Array(PLACES);
  /** The pattern's id; 0 is an empty place. */
  readonly patterns = new Int32Array(PLACES);
  readonly counts = new Uint32Array(PLACES);
  readonly lasts = new Float64Array(PLACES);
  private used = 0;

  /** @returns the place of a hash: of its entry, or where it would be */
  place(first: number, second: number): number {
    let at = first & MASK;
    while (this.patterns[at] !== 0 && (this.firsts[at] !== first || this.seconds[at] !== second)) at = (at + 1) & MASK;
    return at;
  }

  /** Enters a shape; `flush` is told of each entry that has to go. */
  add(first: number, second: number, pattern: number, line: number, flush: Flush): void {
    if (this.used >= MOST) this.forgetHalf(flush);
    const at = this.place(first, second);
    this.put(at, first, second, pattern, 1, line);
  }

  /** Hands every count over and leaves the entries, or none of them. */
  flush(flush: Flush, keep: boolean): void {
    for (let at = 0; at < PLACES; at++) {
      if (this.patterns[at] !== 0) flush(this.patterns[at]!, this.counts[at]!, this.lasts[at]!);
      this.counts[at] = 0;
    }
    if (!keep) this.empty();
  }

  /** Replaces each pattern by what it is now. */
  follow(current: (pattern: number) => number): void {
    for (let at = 0; at < PLACES; at++) if (this.patterns[at] !== 0) this.patterns[at] = current(this.patterns[at]!);
  }

  /** Forgets the shapes of patterns that are gone. */
  keep(isKnown: (pattern: number) => boolean): void {
    this.restore(this.saved().filter(([, , pattern]) => isKnown(pattern)));
  }

  private empty(): void {
    this.patterns.fill(0);
    this.used = 0;
  }

  private put(at: number, first: number, second: number, pattern: number, count: number, line: number): void {
    this.firsts[at] = first;
    this.seconds[at] = second;
    this.patterns[at] = pattern;
    this.counts[at] = count;
    this.lasts[at] = line;
    this.used++;
  }

  private forgetHalf(flush: Flush): void {
    const entries = this.saved();
    const bound = entries.map(([, , , , last]) => last).sort((a, b) => a - b)[MOST >> 1] ?? 0;
    this.empty();
    for (const entry of entries) {
      const [first, second, pattern, count, last] = entry;
      if (last < bound) flush(pattern, count, last);
      else this.put(this.place(first, second), first, second, pattern, count, last);
    }
  }

  /** The entries in the order of their hashes, which does not depend on how they came to their places. */
  saved(): Entry[] {
    const entries: Entry[] = [];
    this.patterns.forEach((pattern, at) => {
      if (pattern === 0) return;
      entries.push([this.firsts[at]!, this.seconds[at]!, pattern, this.counts[at]!, this.lasts[at]!]);
    });
    return entries.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  }

  restore(entries: readonly Entry[]): void {
    this.empty();
    for (const [first, second, pattern, count, last] of entries)
      this.put(this.place(first, second), first, second, pattern, count, last);
  }
}

/** Takes over what was counted of a pattern: how many lines, and the last of them. */
type Flush = (pattern: number, count: number, last: number) => void;
/** first, second, pattern, count, last */
export type Entry = readonly [first: number, second: number, pattern: number, count: number, last: number];

import type { Position } from "../../../shared/domain/position.ts";

/** Entries that the analysis thread reads at once: those after `after`, as far as `upTo`. */
export type Portion = { after: Position; upTo: Position; entries: number };

/** What a death tells: read singly as far as there, or leave out the entry that did it; nothing after a first death. */
export type Verdict =
  { kind: "restart" } | { kind: "single"; upTo: Position } | { kind: "culprit"; position: Position };

/**
 * Finds the entry at which the analysis thread dies without a word, of exhausted memory or in an endless loop. What it is about
 * to read is told before; after two deaths in the same portion its entries are read singly, and the one at which it dies twice
 * more is the culprit.
 */
export class AnalysisDeaths {
  #reading: Portion | undefined;
  #last: Portion | undefined;
  #times = 0;

  get isReading(): boolean {
    return this.#reading !== undefined;
  }

  reading(portion: Portion): void {
    this.#reading = portion;
  }

  /** The portion was read, or its reader was ended on purpose. */
  done(): void {
    this.#reading = undefined;
  }

  /** The reader has gone. Undefined when it was not reading: then no entry is to blame. */
  died(): Verdict | undefined {
    const portion = this.#reading;
    if (portion === undefined) return undefined;
    this.#reading = undefined;
    const isSame = this.#last !== undefined && overlap(this.#last, portion);
    // Reading singly is another kind of try: it counts afresh.
    const isNarrower = portion.entries === 1 && (this.#last?.entries ?? 1) > 1;
    this.#times = isSame && !isNarrower ? this.#times + 1 : 1;
    this.#last = portion;
    if (this.#times < 2) return isSame ? { kind: "single", upTo: portion.upTo } : { kind: "restart" };
    if (portion.entries > 1) return { kind: "single", upTo: portion.upTo };
    this.#last = undefined;
    return { kind: "culprit", position: portion.upTo };
  }
}

const overlap = (one: Portion, other: Portion): boolean =>
  one.after.position < other.upTo.position && other.after.position < one.upTo.position;

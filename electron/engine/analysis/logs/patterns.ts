import { Contexts, type ContextsState, type Places } from "./contexts.ts";
import { keyOf, type Message, skeletonOf } from "./message.ts";

/** What is known of one pattern: its example, which of the example's words vary, how often it came and when. */
export type Pattern = {
  id: number;
  message: Message;
  key: string;
  /** The format of the header that its example had, or -1. */
  format: number;
  /** The whole line, Latin-1. */
  example: string;
  count: number;
  first: number;
  last: number;
};

/** Where a message came from. */
export type Origin = { format: number; example: string; line: number };

/** What happens to patterns; an id that was given out stays good with this. */
export type PatternListener = {
  /** Two patterns turned out to be one; what had the first id has the second from now on. */
  merged(from: number, into: number): void;
  /** A pattern that was not seen for longest had to go; it may come back as a new one. */
  ended(pattern: Pattern): void;
};

/** Patterns that are known at once; beyond it a quarter of them go. */
const MOST_PATTERNS = 16_384;
/** Places that are known to vary and are remembered without a pattern. */
const MOST_SETTLED = 65_536;

/**
 * The tree of patterns, kept flat: a pattern is found by its constant words, else by leaving out words at places that are known
 * to vary. As in Drain (He et al., ICWS 2017) messages with other numbers of words never meet; as in Brain (Yu et al., IEEE TSC
 * 2023) a place varies when enough distinct words were seen there while the rest agreed. Merging is by evidence alone, in the
 * order of the lines, so batches cannot matter.
 */
export class Patterns {
  readonly all = new Map<number, Pattern>();
  private readonly into = new Map<number, number>();
  private readonly byKey = new Map<string, number>();
  private readonly contexts = new Contexts();
  private readonly listener: PatternListener;
  private nextId = 1;

  constructor(listener: PatternListener) {
    this.listener = listener;
  }

  get isFull(): boolean {
    return this.all.size > MOST_PATTERNS || this.contexts.isFull;
  }

  /** The pattern that a recent id stands for now. */
  current(id: number): number {
    let root = id;
    for (let next = this.into.get(root); next !== undefined; next = this.into.get(root)) root = next;
    if (root !== id) this.into.set(id, root);
    return root;
  }

  /** Finds the pattern of a message or begins one; `message` is kept. */
  find(message: Message, origin: Origin): number {
    const { words, key } = this.markVarying(message);
    const known = this.byKey.get(key);
    return known === undefined ? this.begin(message, words, key, origin) : this.current(known);
  }

  /** Marks the words of a message at places that are known to vary. @returns what is left of it */
  markVarying(message: Message): { words: string[]; key: string } {
    for (;;) {
      const { words, at } = skeletonOf(message);
      const key = keyOf(words);
      const places = this.byKey.has(key) ? undefined : this.contexts.varying(words);
      if (places === undefined) return { words, key };
      for (const place of places) message.variable[at[place]!] = true;
    }
  }

  /** Reads a pattern's example again: it goes where that message belongs now. */
  reread(pattern: Pattern, message: Message): void {
    if (this.byKey.get(pattern.key) === pattern.id) this.byKey.delete(pattern.key);
    const { format, example, first } = pattern;
    this.join(pattern.id, this.find(message, { format, example, line: first }));
  }

  /** Lets the patterns go that were not seen for longest, and all that only old ids need. */
  compact(): void {
    const oldest = [...this.all.values()].sort((a, b) => a.last - b.last || a.id - b.id);
    for (const pattern of oldest.slice(0, Math.max(0, oldest.length - MOST_PATTERNS * 0.75))) {
      this.all.delete(pattern.id);
      this.listener.ended(pattern);
    }
    this.into.clear();
    this.byKey.clear();
    this.contexts.compact(MOST_SETTLED);
    for (const { id, key, message } of this.all.values()) {
      this.byKey.set(key, id);
      this.contexts.note(id, skeletonOf(message).words);
    }
  }

  saved(): PatternsState {
    const { all, into, byKey, nextId } = this;
    return { all: [...all.values()], into: [...into], byKey: [...byKey], nextId, contexts: this.contexts.saved() };
  }

  restore(state: PatternsState): void {
    for (const pattern of state.all) this.all.set(pattern.id, pattern);
    for (const [from, to] of state.into) this.into.set(from, to);
    for (const [key, id] of state.byKey) this.byKey.set(key, id);
    this.contexts.restore(state.contexts);
    this.nextId = state.nextId;
  }

  private begin(message: Message, words: string[], key: string, { format, example, line }: Origin): number {
    const id = this.nextId++;
    this.byKey.set(key, id);
    this.all.set(id, { id, message, key, format, example, count: 0, first: line, last: line });
    const places = this.contexts.note(id, words);
    if (places !== undefined) this.widen(id, places);
    return this.current(id);
  }

  /** Makes one pattern, in which the places vary, of all that differ there alone. */
  private widen(id: number, places: Places): void {
    const { message, format, example, first } = this.all.get(id)!;
    const members = this.contexts.settle(places);
    const { at } = skeletonOf(message);
    const wide: Message = { ...message, variable: [...message.variable] };
    for (const place of places) wide.variable[at[place]!] = true;
    const into = this.find(wide, { format, example, line: first });
    for (const member of members) this.join(member, into);
  }

  private join(from: number, to: number): void {
    const source = this.current(from);
    const target = this.current(to);
    const left = this.all.get(source);
    const right = this.all.get(target);
    if (source === target || left === undefined || right === undefined) return;
    right.count += left.count;
    right.first = Math.min(right.first, left.first);
    right.last = Math.max(right.last, left.last);
    this.into.set(source, target);
    this.all.delete(source);
    this.listener.merged(source, target);
  }
}

export type PatternsState = {
  all: Pattern[];
  into: [number, number][];
  byKey: [string, number][];
  nextId: number;
  contexts: ContextsState;
};

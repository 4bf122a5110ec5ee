import { neededFor } from "./evidence.ts";
import { isPlace, keyOf, type Message, skeletonOf } from "./message.ts";

/** What is known of one pattern: its first line, and which of that line's words vary. */
export type Pattern = {
  id: number;
  message: Message;
  key: string;
  /** The format of the header that its example had, and the example itself. */
  format: number;
  example: string;
  count: number;
  first: number;
  last: number;
};

/** A message with one place left out: which words were seen there, in which patterns, until it is known to vary. */
type Context = { needed: number; words: string[]; patterns: number[]; varies: boolean };

/** Where a message came from. */
export type Origin = { format: number; example: string; line: number };

const LEFT_OUT = "\u0001";

/**
 * The tree of patterns, kept flat: a pattern is found by its constant words, else by leaving out one word at a place that is
 * known to vary there. As in Drain (He et al., ICWS 2017) messages of other lengths never meet; as in Brain (Yu et al., IEEE TSC
 * 2023) a place varies when enough distinct words were seen there while all else agreed. Merging is by evidence alone, so the
 * order of batches cannot matter.
 */
export class Patterns {
  readonly all = new Map<number, Pattern>();
  /** Patterns that were merged, each with what it went into. */
  readonly merged = new Map<number, number>();
  private readonly byKey = new Map<string, number>();
  private readonly contexts = new Map<string, Context>();
  private nextId = 1;

  /** The pattern that an id stands for now. */
  current(id: number): number {
    let root = id;
    for (let next = this.merged.get(root); next !== undefined; next = this.merged.get(root)) root = next;
    for (let at = id; at !== root;) {
      const next = this.merged.get(at) ?? root;
      this.merged.set(at, root);
      at = next;
    }
    return root;
  }

  /** Finds the pattern of a message or begins one; `message` is kept. */
  find(message: Message, origin: Origin): number {
    for (;;) {
      const { words, at } = skeletonOf(message);
      const key = keyOf(words);
      const known = this.byKey.get(key);
      if (known !== undefined) return this.current(known);
      const place = this.placeThatVaries(words);
      if (place < 0) return this.begin(message, words, key, origin);
      message.variable[at[place] ?? 0] = true;
    }
  }

  private placeThatVaries(words: string[]): number {
    for (let place = words.length - 1; place >= 0; place--) {
      if (isPlace(words[place] ?? "")) continue;
      if (this.contexts.get(contextKey(words, place))?.varies === true) return place;
    }
    return -1;
  }

  private begin(message: Message, words: string[], key: string, { format, example, line }: Origin): number {
    const id = this.nextId++;
    this.byKey.set(key, id);
    this.all.set(id, { id, message, key, format, example, count: 0, first: line, last: line });
    return this.current(this.learn(id, words));
  }

  /** Notes a new pattern at each of its places; a place that has now shown enough words is merged. */
  private learn(id: number, words: string[]): number {
    let varying = -1;
    for (let place = words.length - 1; place >= 0; place--) {
      const word = words[place] ?? "";
      const key = contextKey(words, place);
      const context = this.contexts.get(key) ?? { needed: 0, words: [], patterns: [], varies: false };
      this.contexts.set(key, context);
      context.needed = Math.max(context.needed, neededFor(words, place, word));
      if (!context.words.includes(word)) context.words.push(word);
      context.patterns.push(id);
      if (varying < 0 && isVarying(context, place)) varying = place;
    }
    if (varying >= 0) this.merge(id, words, varying);
    return id;
  }

  private merge(id: number, words: string[], place: number): void {
    const context = this.contexts.get(contextKey(words, place));
    const pattern = this.all.get(this.current(id));
    if (context === undefined || pattern === undefined) return;
    context.varies = true;
    const wide: Message = { ...pattern.message, variable: [...pattern.message.variable] };
    wide.variable[skeletonOf(pattern.message).at[place] ?? 0] = true;
    const into = this.find(wide, { format: pattern.format, example: pattern.example, line: pattern.first });
    for (const member of context.patterns) this.join(member, into);
    context.patterns = [];
    context.words = [];
  }

  /** Reads a pattern's example again: it goes where that message belongs now. */
  reread(pattern: Pattern, message: Message): void {
    if (this.byKey.get(pattern.key) === pattern.id) this.byKey.delete(pattern.key);
    const { format, example, first } = pattern;
    this.join(pattern.id, this.find(message, { format, example, line: first }));
  }

  /** Makes one pattern of two; the older example is not kept. */
  join(from: number, to: number): void {
    const source = this.current(from);
    const target = this.current(to);
    const left = this.all.get(source);
    const right = this.all.get(target);
    if (source === target || left === undefined || right === undefined) return;
    right.count += left.count;
    right.first = Math.min(right.first, left.first);
    right.last = Math.max(right.last, left.last);
    this.merged.set(source, target);
    this.all.delete(source);
  }
}

/** Enough words, or one word where others had a variable all along. */
function isVarying({ needed, words }: Context, place: number): boolean {
  if (words.length >= needed) return words.length > 1;
  return place > 0 && words.length > 1 && words.some(isPlace) && Number.isFinite(needed);
}

function contextKey(words: string[], place: number): string {
  const word = words[place] ?? "";
  words[place] = LEFT_OUT;
  const key = keyOf(words);
  words[place] = word;
  return key;
}

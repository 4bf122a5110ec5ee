import { mayJoin, neededFor } from "./evidence.ts";
import { isPlace, keyOf } from "./message.ts";

/**
 * Messages with one or two places left out: which words were seen there, in which patterns, until so many are known that the
 * place must vary. `needed` is the most that any word seen there asks for.
 */
export type Context = {
  needed: number;
  words: string[];
  seconds: string[];
  patterns: number[];
  varies: boolean;
};

/** The places that a message has in common with others that differ there. */
export type Places = readonly number[];

const LEFT_OUT = "\u0001";
/** Words that each of two places must show before both count as variables at once. */
const TOGETHER = 6;
/** Two places at once are looked for in messages of these many words; shorter ones are too easily alike. */
const LEAST_WORDS = 5;
const MOST_WORDS = 16;
/** Places that are remembered before no more pairs are looked for: what bounds the memory of a log that never repeats. */
const MOST_KNOWN = 200_000;

/**
 * What is known of places. One place is evidence when all else agrees; two at once when each shows many words (after the
 * pairs of positions in IPLoM, Makanju, Zincir-Heywood and Milios, KDD 2009).
 */
export class Contexts {
  readonly known = new Map<string, Context>();
  /** Pairs that vary together, by the number of words. */
  private readonly pairs = new Map<number, Places[]>();

  /** The places of a message that are known to vary though they are still words here. */
  varying(words: string[]): Places | undefined {
    for (let place = words.length - 1; place >= 0; place--) {
      if (!isPlace(words[place]!) && this.known.get(contextKey(words, place))?.varies === true) return [place];
    }
    return this.pairs.get(words.length)?.find(([one, two]) => {
      if (isPlace(words[one!]!) && isPlace(words[two!]!)) return false;
      return this.known.get(contextKey(words, one!, two))?.varies === true;
    });
  }

  /** Notes a pattern at all its places. @returns the first that has now shown enough */
  note(id: number, words: string[]): Places | undefined {
    let found: Places | undefined;
    const needed = words.map((word, place) => neededFor(words, place, word));
    for (let place = words.length - 1; place >= 0; place--) {
      const context = this.at(contextKey(words, place));
      noteAt(context, id, words[place]!, needed[place]!);
      if (found === undefined && isVarying(context, place)) found = [place];
    }
    return found ?? this.notePairs(id, words, needed);
  }

  /** Says that places vary for good. @returns the patterns that become one */
  settle(words: string[], places: Places): number[] {
    const context = this.at(contextKey(words, places[0]!, places[1]));
    const { patterns } = context;
    this.known.set(contextKey(words, places[0]!, places[1]), {
      ...EMPTY,
      varies: true,
      words: [],
      seconds: [],
      patterns: [],
    });
    if (places.length > 1) this.open(words.length, places);
    return patterns;
  }

  /** Forgets what has not been settled, and the oldest of the rest beyond `most`. */
  compact(most: number): void {
    for (const [key, { varies }] of this.known) if (!varies) this.known.delete(key);
    for (const key of this.known.keys()) {
      if (this.known.size <= most) return;
      this.known.delete(key);
    }
  }

  saved(): ContextsState {
    return { known: [...this.known], pairs: [...this.pairs] };
  }

  restore({ known, pairs }: ContextsState): void {
    for (const [key, context] of known) this.known.set(key, context);
    for (const [length, places] of pairs) this.pairs.set(length, places);
  }

  private open(length: number, places: Places): void {
    const open = this.pairs.get(length) ?? [];
    if (!open.some(([one, two]) => one === places[0] && two === places[1])) open.push(places);
    this.pairs.set(length, open);
  }

  private at(key: string): Context {
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const context = { ...EMPTY, words: [], seconds: [], patterns: [] };
    this.known.set(key, context);
    return context;
  }

  private notePairs(id: number, words: string[], needed: readonly number[]): Places | undefined {
    if (words.length < LEAST_WORDS || words.length > MOST_WORDS || this.known.size > MOST_KNOWN) return undefined;
    for (let one = 1; one < words.length; one++) {
      for (let two = one + 1; two < words.length; two++) {
        if (isPlace(words[one]!) || isPlace(words[two]!)) continue;
        const context = this.at(contextKey(words, one, two));
        noteAt(context, id, words[one]!, Math.max(needed[one]!, needed[two]!, TOGETHER));
        if (!context.seconds.includes(words[two]!)) context.seconds.push(words[two]!);
        if (Math.min(context.words.length, context.seconds.length) >= context.needed) return [one, two];
      }
    }
    return undefined;
  }
}

export type ContextsState = { known: [string, Context][]; pairs: [number, Places[]][] };

const EMPTY = { needed: 0, varies: false };

function noteAt(context: Context, id: number, word: string, needed: number): void {
  context.needed = Math.max(context.needed, needed);
  if (!context.words.includes(word)) context.words.push(word);
  context.patterns.push(id);
}

/** Enough words, or one word where others had a variable all along. */
function isVarying({ needed, words }: Context, place: number): boolean {
  if (words.length < 2) return false;
  return words.length >= needed || (place > 0 && mayJoin(needed) && words.some(isPlace));
}

function contextKey(words: string[], one: number, two?: number): string {
  const first = words[one]!;
  const second = two === undefined ? "" : words[two]!;
  words[one] = LEFT_OUT;
  if (two !== undefined) words[two] = LEFT_OUT;
  const key = keyOf(words);
  if (two !== undefined) words[two] = second;
  words[one] = first;
  return key;
}

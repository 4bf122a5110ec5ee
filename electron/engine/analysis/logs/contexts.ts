import { mayJoin, neededFor } from "./evidence.ts";
import { LeftOut } from "./leftOut.ts";
import { isPlace } from "./message.ts";

/**
 * Messages with one or two places left out: which words were seen there, in which patterns, until so many are known that the
 * place must vary. `needed` is the most that any word seen there asks for.
 */
type Context = { needed: number; words: string[]; seconds: string[]; patterns: number[]; varies: boolean };

/** The places that a message has in common with others that differ there. */
export type Places = readonly number[];

/** Words that each of two places must show before both count as variables at once. */
const TOGETHER = 6;
/** Two places at once are looked for in messages of these many words; shorter ones are too easily alike. */
const LEAST_WORDS = 5;
const MOST_WORDS = 16;
/** Places that are remembered before no more pairs are looked for: what bounds the memory of a log that never repeats. */
const MOST_KNOWN = 200_000;

/** Patterns that are noted before what only they know is forgotten, though few are left of them. */
const MOST_NOTED = 65_536;

/**
 * What is known of places. One place is evidence when all else agrees; two at once when each shows many words (after the
 * pairs of positions in IPLoM, Makanju, Zincir-Heywood and Milios, KDD 2009).
 *
 * All of it follows from the patterns that were noted and the places that were settled, in their order: that is what is saved.
 */
export class Contexts {
  /** A context, or of one that has a single pattern, as most do, the place of that in the history. */
  private readonly known = new Map<number, Context | number>();
  /** Pairs that vary together, by the number of words. */
  private readonly pairs = new Map<number, Places[]>();
  /** What was settled before the history began. */
  private settledBefore: number[] = [];
  private pairsBefore: [number, Places[]][] = [];
  private history: Noted[] = [];

  /** Whether so many patterns were noted that it is time to `compact`. */
  get isFull(): boolean {
    return this.history.length >= MOST_NOTED;
  }

  /** The places of a message that are known to vary though they are still words here. */
  varying(words: readonly string[]): Places | undefined {
    const without = new LeftOut(words);
    for (let place = words.length - 1; place >= 0; place--) {
      if (!isPlace(words[place]!) && this.isSettled(without.key(place))) return [place];
    }
    return this.pairs.get(words.length)?.find(([one, two]) => {
      if (isPlace(words[one!]!) && isPlace(words[two!]!)) return false;
      return this.isSettled(without.key(one!, two));
    });
  }

  /** Notes a pattern at all its places. @returns the first that has now shown enough */
  note(id: number, words: readonly string[]): Places | undefined {
    this.history.push({ id, words, varying: undefined });
    const without = new LeftOut(words);
    let found: Places | undefined;
    for (let place = words.length - 1; place >= 0; place--) {
      const context = this.noteAt(without.key(place), place);
      if (found === undefined && context !== undefined && isVarying(context, place)) found = [place];
    }
    return found ?? this.notePairs(words, without);
  }

  /** Says that places of the pattern that was noted last vary for good. @returns the patterns that become one */
  settle(places: Places): number[] {
    const last = this.history.at(-1)!;
    last.varying = places;
    const key = new LeftOut(last.words).key(places[0]!, places[1]);
    const context = this.known.get(key);
    const patterns = typeof context === "object" ? context.patterns : [last.id];
    this.known.set(key, settled());
    if (places.length > 1) this.open(last.words.length, places);
    return patterns;
  }

  /** Forgets what has not been settled, and the oldest of the rest beyond `most`. */
  compact(most: number): void {
    for (const key of this.known.keys()) {
      if (this.isSettled(key)) this.known.set(key, settled());
      else this.known.delete(key);
    }
    for (const key of this.known.keys()) {
      if (this.known.size <= most) break;
      this.known.delete(key);
    }
    this.begin();
  }

  saved(): ContextsState {
    const { settledBefore, pairsBefore, history } = this;
    return { settledBefore, pairsBefore, history };
  }

  restore({ settledBefore, pairsBefore, history }: ContextsState): void {
    for (const key of settledBefore) this.known.set(key, settled());
    for (const [length, places] of pairsBefore) this.pairs.set(length, [...places]);
    this.begin();
    for (const { id, words, varying } of history) {
      this.note(id, words);
      if (varying !== undefined) this.settle(varying);
    }
  }

  private begin(): void {
    this.settledBefore = [...this.known.keys()];
    this.pairsBefore = [...this.pairs].map(([length, places]) => [length, [...places]]);
    this.history = [];
  }

  private open(length: number, places: Places): void {
    const open = this.pairs.get(length) ?? [];
    if (!open.some(([one, two]) => one === places[0] && two === places[1])) open.push(places);
    this.pairs.set(length, open);
  }

  private isSettled(key: number): boolean {
    const context = this.known.get(key);
    return typeof context === "object" && context.varies;
  }

  /** Notes the last pattern at its places `one` and `two`. @returns what is known there, unless it is the first */
  private noteAt(key: number, one: number, two?: number): Context | undefined {
    const last = this.history.length - 1;
    const known = this.known.get(key);
    if (known === undefined) {
      this.known.set(key, last);
      return undefined;
    }
    const context = typeof known === "object" ? known : contextOf(this.history[known]!, one, two);
    if (context !== known) this.known.set(key, context);
    const { id, words } = this.history[last]!;
    context.needed = Math.max(context.needed, neededAt(words, one, two));
    if (!context.words.includes(words[one]!)) context.words.push(words[one]!);
    if (two !== undefined && !context.seconds.includes(words[two]!)) context.seconds.push(words[two]!);
    context.patterns.push(id);
    return context;
  }

  private notePairs(words: readonly string[], without: LeftOut): Places | undefined {
    if (words.length < LEAST_WORDS || words.length > MOST_WORDS || this.known.size > MOST_KNOWN) return undefined;
    for (let one = 1; one < words.length; one++) {
      for (let two = one + 1; two < words.length; two++) {
        if (isPlace(words[one]!) || isPlace(words[two]!)) continue;
        const context = this.noteAt(without.key(one, two), one, two);
        if (context === undefined) continue;
        if (Math.min(context.words.length, context.seconds.length) >= context.needed) return [one, two];
      }
    }
    return undefined;
  }
}

/** A pattern that was noted, and the places that were settled because of it. */
type Noted = { id: number; words: readonly string[]; varying: Places | undefined };
export type ContextsState = { settledBefore: number[]; pairsBefore: [number, Places[]][]; history: Noted[] };

const settled = (): Context => ({ needed: 0, words: [], seconds: [], patterns: [], varies: true });

function contextOf({ id, words }: Noted, one: number, two?: number): Context {
  const seconds = two === undefined ? [] : [words[two]!];
  return { needed: neededAt(words, one, two), words: [words[one]!], seconds, patterns: [id], varies: false };
}

/** How many distinct words the places must show, for all that these words say. */
function neededAt(words: readonly string[], one: number, two?: number): number {
  const needed = neededFor(words, one, words[one]!);
  return two === undefined ? needed : Math.max(needed, neededFor(words, two, words[two]!), TOGETHER);
}

/** Enough words, or one word where others had a variable all along. */
function isVarying({ needed, words }: Context, place: number): boolean {
  if (words.length < 2) return false;
  return words.length >= needed || (place > 0 && mayJoin(needed) && words.some(isPlace));
}

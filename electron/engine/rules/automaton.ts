const ASCII = 128;
const FIRST_UPPER = 65;
const LAST_UPPER = 90;
const TO_LOWER = 32;

/** ASCII letters in lower case; everything else as it is. Unlike `toLowerCase` it looks at one character at a time. */
export const foldAscii = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

/**
 * Finds which of many literals occur in a text, in any ASCII case, in one pass over it, however many there are.
 * Aho and Corasick, "Efficient string matching: an aid to bibliographic search", CACM 18(6), 1975, with the failure links
 * worked into the table, so that each character costs one look-up.
 */
export class Automaton {
  /** Class of each ASCII character; 0 for those that stand in no literal. Others than ASCII are class 0, too. */
  readonly #classes = new Uint8Array(ASCII);
  readonly #width: number;
  /** Next state, times the width, by state and class. States in which something ends come last. */
  readonly #next: Int32Array;
  readonly #firstEnding: number;
  /** Literals that end in a state, by its number from the first in which one does. */
  readonly #endings: readonly (readonly number[])[];

  /** @throws RangeError for a literal that is empty or has other characters than ASCII. */
  constructor(literals: readonly string[]) {
    const folded = literals.map(checked);
    this.#width = this.#classify(folded);
    const trie = trieOf(folded, this.#classes, this.#width);
    const order = endingsLast(trie);
    const width = this.#width;
    this.#next = new Int32Array(trie.states * width);
    for (let state = 0; state < trie.states; state++)
      for (let kind = 0; kind < width; kind++)
        this.#next[order[state]! * width + kind] = order[trie.next[state * width + kind]!]! * width;
    this.#firstEnding = trie.endings.filter((ends) => ends.length === 0).length * width;
    const endings: (readonly number[])[] = [];
    for (const [state, ends] of trie.endings.entries())
      if (ends.length > 0) endings[order[state]! - this.#firstEnding / width] = ends;
    this.#endings = endings;
  }

  /** Calls back with the number of each literal in the text, once for each place. */
  find(text: string, found: (literal: number) => void): void {
    const classes = this.#classes;
    const next = this.#next;
    const firstEnding = this.#firstEnding;
    let state = 0;
    for (let index = 0; index < text.length; index++) {
      const code = text.charCodeAt(index);
      state = next[state + (code < ASCII ? classes[code]! : 0)]!;
      if (state < firstEnding) continue;
      for (const literal of this.#endings[(state - firstEnding) / this.#width]!) found(literal);
    }
  }

  #classify(literals: readonly string[]): number {
    let classes = 1;
    for (const literal of literals) {
      for (let index = 0; index < literal.length; index++) {
        const code = literal.charCodeAt(index);
        if (this.#classes[code] === 0) this.#classes[code] = classes++;
      }
    }
    for (let upper = FIRST_UPPER; upper <= LAST_UPPER; upper++) this.#classes[upper] = this.#classes[upper + TO_LOWER]!;
    return classes;
  }
}

function checked(literal: string): string {
  if (!/^\p{ASCII}+$/u.test(literal)) throw new RangeError(`not a literal of ASCII characters: ${literal}`);
  return foldAscii(literal);
}

type Trie = { states: number; next: number[]; endings: number[][] };

function trieOf(literals: readonly string[], classes: Uint8Array, width: number): Trie {
  const next: number[] = Array.from<number>({ length: width }).fill(-1);
  const endings: number[][] = [[]];
  for (const [number, literal] of literals.entries()) {
    let state = 0;
    for (let index = 0; index < literal.length; index++) {
      const place = state * width + classes[literal.charCodeAt(index)]!;
      if (next[place] === -1) {
        next[place] = endings.length;
        endings.push([]);
        for (let kind = 0; kind < width; kind++) next.push(-1);
      }
      state = next[place]!;
    }
    endings[state]!.push(number);
  }
  const trie = { states: endings.length, next, endings };
  fallBack(trie, width);
  return trie;
}

/** Breadth first: where no literal goes on, the longest other beginning does that the text just read ends with. */
function fallBack({ next, endings }: Trie, width: number): void {
  const fallback: number[] = [0];
  const queue: number[] = [];
  for (let kind = 0; kind < width; kind++) {
    if (next[kind] === -1) next[kind] = 0;
    else {
      fallback[next[kind]!] = 0;
      queue.push(next[kind]!);
    }
  }
  for (let head = 0; head < queue.length; head++) {
    const state = queue[head]!;
    const other = fallback[state]!;
    endings[state]!.push(...endings[other]!);
    for (let kind = 0; kind < width; kind++) {
      const place = state * width + kind;
      const elsewhere = next[other * width + kind]!;
      if (next[place] === -1) next[place] = elsewhere;
      else {
        fallback[next[place]!] = elsewhere;
        queue.push(next[place]!);
      }
    }
  }
}

/** New numbers for the states, the root first and those in which a literal ends last. */
function endingsLast({ states, endings }: Trie): number[] {
  const order = Array.from<number>({ length: states });
  let number = 0;
  for (const wanted of [false, true])
    for (let state = 0; state < states; state++) if (endings[state]!.length > 0 === wanted) order[state] = number++;
  return order;
}

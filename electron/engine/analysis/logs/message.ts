import { EQUALS, QUOTE } from "./bytes.ts";
import { markVariables } from "./mask.ts";
import type { Scanner } from "./scan.ts";

/** How a word hangs together with the one in front of it: `key=value`, `host:80`, `port(3)`, `"two words"`, `<1 sec`. */
export type Tie = "none" | "value" | "port" | "index" | "quoted" | "bound";

/**
 * The words of one message, as the slow path sees them: what each says, whether it varies, and how it is tied to the one before.
 * Text is Latin-1, a character for a byte, so that any bytes survive.
 */
export type Message = { texts: string[]; variable: boolean[]; ties: Tie[] };

const COLON = 0x3a;
const LESS = 0x3c;
const BRACKETS = new Map([
  [0x28, 0x29],
  [0x5b, 0x5d],
]);

/** The message of what the scanner read last, with the well-known variables marked. */
export function messageOf(scanner: Scanner, count: number, bytes: Buffer): Message {
  const message: Message = { texts: [], variable: [], ties: [] };
  for (let index = 0; index < count; index++) {
    message.texts.push(bytes.toString("latin1", scanner.starts[index], scanner.ends[index]));
    message.variable.push(scanner.variable[index] === 1);
    message.ties.push(tieOf(scanner, index, bytes));
  }
  tieQuoted(message, scanner, bytes);
  markVariables(message);
  return message;
}

function tieOf({ starts, ends }: Scanner, index: number, bytes: Buffer): Tie {
  const start = starts[index]!;
  const before = bytes[start - 1];
  if (before === EQUALS || (before === QUOTE && bytes[start - 2] === EQUALS)) return "value";
  if (before === LESS) return "bound";
  if (index === 0 || ends[index - 1] !== start - 1) return "none";
  if (before === COLON) return "port";
  return BRACKETS.get(before ?? 0) === bytes[ends[index]!] && BRACKETS.has(before ?? 0) ? "index" : "none";
}

/** Keys whose values are sentences. */
const SAYS = /^(?:msg|message|text|event|error|err|reason|title|description)$/i;

/** The words of a quoted value, `tag="two words"`, hang together. */
function tieQuoted({ texts, ties }: Message, { starts, ends }: Scanner, bytes: Buffer): void {
  for (let index = 0; index + 1 < ties.length; index++) {
    const start = starts[index]!;
    if (ties[index] !== "value" || bytes[start - 1] !== QUOTE) continue;
    if (SAYS.test(texts[index - 1] ?? "")) {
      ties[index] = "none";
      continue;
    }
    const close = bytes.indexOf(QUOTE, start);
    while (index + 1 < ties.length && ends[index + 1]! <= close) ties[++index] = "quoted";
  }
}

/** What a place that varies is called in a key. */
const PLACE = "\0";

/** The words that stand for themselves, variables in a row as one; `at` leads from each back into the message. */
export type Skeleton = { words: string[]; at: number[] };

export function skeletonOf({ texts, variable, ties }: Message): Skeleton {
  const words: string[] = [];
  const at: number[] = [];
  for (let index = 0; index < texts.length; index++) {
    if (variable[index] === true && words.at(-1) === PLACE) continue;
    words.push(variable[index] === true ? PLACE : ties[index] === "value" ? `=${texts[index]!}` : texts[index]!);
    at.push(index);
  }
  return { words, at };
}

export const isPlace = (word: string): boolean => word === PLACE;
export const keyOf = (words: readonly string[]): string => words.join(" ");

import { isPlace } from "./message.ts";

const NEVER = Number.MAX_SAFE_INTEGER;
/** Distinct words that a place must show before it counts as a variable, by what the words look like. */
const PLAIN = 5;
const NAMED = 3;
const IDENTIFIER = 2;
const LOWER_IDENTIFIER = 3;
const CAPITALS = 8;
const FIRST = 24;
/** Booleans and outcomes: distinct messages, unless they are among many other words. */
const OUTCOME = 20;

const LITERAL = /^=?(?:true|false|yes|no|on|off|enabled|disabled|ok|failed|succeeded|success|failure|error)[.!]?$/i;
const DOTTED = /^=?[\w$-]+(?:[./@\\][\w$-]+)+[.!]?$/;
const UNDERSCORED = /^=?[a-z]+(?:_[a-z]+)+$/;
const ALL_CAPITALS = /^=?[A-Z][A-Z_]+$/;
const MIXED = /^=?[a-z]*[A-Z]+[a-z]+[A-Z]\w*$|^=?[A-Z]+[a-z]+[A-Z]\w*$/;
/** Words after which a name follows in any English message. */
const NOUN =
  /^(?:users?|accounts?|groups?|hosts?|hostname|servers?|clients?|nodes?|domains?|devices?|files?|directory|folder|interfaces?|pods?|containers?|images?|databases?|tables?|queues?|topics?|volumes?|packages?|modules?|names?|namespaces?|mailbox|by)$/i;

/** Whether a single word may join a variable: not where one of the words is an outcome. */
export const mayJoin = (needed: number): boolean => needed < OUTCOME;

/**
 * How many distinct words a place needs before it is taken for a variable. Words of a language are chosen by whoever wrote the
 * statement, so several are needed; names with dots, slashes or underscores come from the system; booleans and outcomes are
 * different messages however often they change. The first word names what happens, so it takes much more.
 */
export function neededFor(words: readonly string[], place: number, word: string): number {
  let others = 0;
  words.forEach((other, index) => {
    if (index !== place && !isPlace(other)) others++;
  });
  if (isPlace(word)) return 0;
  if (others === 0) return NEVER;
  if (LITERAL.test(word)) return OUTCOME;
  const needed = place === 0 ? FIRST : byShape(words[place - 1] ?? "", word);
  return others === 1 && needed > IDENTIFIER ? needed * 2 : needed;
}

function byShape(before: string, word: string): number {
  if (DOTTED.test(word)) return IDENTIFIER;
  if (UNDERSCORED.test(word)) return LOWER_IDENTIFIER;
  const valued = word.startsWith("=");
  if (ALL_CAPITALS.test(word) && word.length > 2) return valued ? PLAIN : CAPITALS;
  if (valued && MIXED.test(word)) return IDENTIFIER;
  return !valued && NOUN.test(before) ? NAMED : PLAIN;
}

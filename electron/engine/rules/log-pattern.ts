import type { TextKey } from "../../../shared/strings/index.ts";
import { costOf } from "./regex-cost.ts";
import { tokensOf } from "./regex-tokens.ts";

/** What a log rule looks for, ready to be used on many lines. */
export type LogPattern = { matches(text: string): boolean };

export type PatternProblem = { code: TextKey; detail?: string };

const SHORTEST_LITERAL = 3;
/**
 * How far into a line an expression looks, by how many of its parts repeat without bound. Each such part costs a factor of the
 * length at worst: these took 5, 50 and 270 ms on lines made for it.
 */
const SEARCHED = [4_096, 2_048, 512] as const;
/** Look-arounds and references back: what RE2 refuses too. */
const NOT_LINEAR = /\(\?(?:[=!]|<[=!])|\\[1-9]|\\k</;

/** A plain text, found in any case. */
export function literalPattern(literal: string): LogPattern {
  const wanted = literal.toLowerCase();
  return { matches: (text) => text.toLowerCase().includes(wanted) };
}

/**
 * A regular expression, found in any case. A run of plain letters in it is looked for first: that passes over almost all
 * lines fifty times as quickly as the expression itself.
 */
export function regexPattern(source: string): LogPattern {
  const literal = literalOf(source);
  if (literal === undefined || problemOfRegex(source) !== undefined)
    throw new TypeError(`not a checked pattern: ${source}`);
  const regex = new RegExp(source, "i");
  const searched = SEARCHED[costOf(source)];
  return {
    matches(text) {
      const line = text.slice(0, searched);
      return line.toLowerCase().includes(literal) && regex.test(line);
    },
  };
}

/** Whether a regular expression could take more than the square of a text's length on some text. False for one that is none. */
export const isSlow = (source: string): boolean => NOT_LINEAR.test(source) || costOf(source) > 1;

/** Why an expression is not taken, or undefined. One that could take for ever on some line is not. */
export function problemOfRegex(source: string): PatternProblem | undefined {
  try {
    new RegExp(source, "i");
  } catch (error) {
    return { code: "failure.setting.pattern", detail: error instanceof Error ? error.message : String(error) };
  }
  if (NOT_LINEAR.test(source) || costOf(source) >= SEARCHED.length) return { code: "failure.setting.patternSlow" };
  return literalOf(source) === undefined ? { code: "failure.setting.patternLiteral" } : undefined;
}

/** The longest run of plain letters that each match must contain, in lower case. */
export function literalOf(source: string): string | undefined {
  let depth = 0;
  let run = "";
  let longest = "";
  for (const { text, optional, quantified } of tokensOf(source)) {
    if (text === "|" && depth === 0) return undefined;
    if (text === "(") depth++;
    if (text === ")") depth--;
    const plain = depth === 0 && /^[\w "'`:;,/<>=!@#%&~-]$/.test(text) && !optional;
    if (plain) run += text.toLowerCase();
    if (run.length > longest.length) longest = run;
    if (!plain || quantified) run = "";
  }
  return longest.length >= SHORTEST_LITERAL ? longest : undefined;
}

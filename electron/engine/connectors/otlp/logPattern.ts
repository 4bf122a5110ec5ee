import type { TextKey } from "../../../../shared/strings/index.ts";

/** What a log rule looks for, ready to be used on many lines. */
export type LogPattern = { matches(text: string): boolean };

export type PatternProblem = { code: TextKey; detail?: string };

const SHORTEST_LITERAL = 3;
/** Regular expressions look no further into a line than this. */
const LONGEST_SEARCHED = 4_096;
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
  return { matches: (text) => text.toLowerCase().includes(literal) && regex.test(text.slice(0, LONGEST_SEARCHED)) };
}

/** Why an expression is not taken, or undefined. One that could take for ever on some line is not. */
export function problemOfRegex(source: string): PatternProblem | undefined {
  try {
    new RegExp(source, "i");
  } catch (error) {
    return { code: "failure.setting.pattern", detail: error instanceof Error ? error.message : String(error) };
  }
  if (NOT_LINEAR.test(source) || repeatsRepetition(source)) return { code: "failure.setting.patternSlow" };
  return literalOf(source) === undefined ? { code: "failure.setting.patternLiteral" } : undefined;
}

type Group = { repeats: boolean; alternates: boolean };

/** True for a group that holds a repetition or alternatives and is repeated itself, such as `(a+)*` or `(a|ab)+`. */
function repeatsRepetition(source: string): boolean {
  const open: Group[] = [{ repeats: false, alternates: false }];
  let unbounded = 0;
  for (const token of tokensOf(source)) {
    const group = open.at(-1)!;
    if (token.text === "(") open.push({ repeats: false, alternates: false });
    else if (token.text === "|") group.alternates = true;
    else if (token.text === ")") {
      const closed = open.pop()!;
      if (token.repeated && (closed.repeats || closed.alternates)) return true;
      if (closed.repeats || token.repeated) open.at(-1)!.repeats = true;
      if (token.repeated) unbounded++;
    } else if (token.repeated) {
      group.repeats = true;
      unbounded++;
    }
  }
  return unbounded > 3; // each more costs another factor of the line's length
}

/** The longest run of plain letters that each match must contain, in lower case. */
function literalOf(source: string): string | undefined {
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

type Token = { text: string; quantified: boolean; repeated: boolean; optional: boolean };

/** Characters, escapes and classes of an expression, each with its quantifier. */
function* tokensOf(source: string): Generator<Token> {
  const token = /\\u\{[^}]*\}|\\[\s\S]|\[(?:\\.|[^\]\\])*\]|\((?:\?(?::|<[^>=!]+>))?|[\s\S]/gy;
  const quantifier = /[*+?]\??|\{(\d+)(,)?(\d*)\}\??/y;
  for (let match = token.exec(source); match !== null; match = token.exec(source)) {
    quantifier.lastIndex = token.lastIndex;
    const found = match[0].startsWith("(") ? null : quantifier.exec(source);
    if (found !== null) token.lastIndex = quantifier.lastIndex;
    const written = found?.[0] ?? "";
    const repeated = /^[*+]/.test(written) || (found?.[2] !== undefined && (found[3] === "" || Number(found[3]) > 50));
    yield {
      text: match[0].startsWith("(") ? "(" : match[0],
      quantified: written !== "",
      repeated,
      optional: /^[*?]/.test(written) || found?.[1] === "0",
    };
  }
}

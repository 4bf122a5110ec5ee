import type { Message } from "../../../shared/domain/message.ts";
import {
  type Expression,
  type ExpressionProblem,
  FIELDS,
  operandsOf,
  parseExpression,
  type Term,
  VARIABLES,
  type Vocabulary,
} from "./cel.ts";
import { isSlow } from "./log-pattern.ts";
import { pathOf } from "./requirement.ts";

/** What is wrong with an expression, where (in characters from 0), and what to write instead. */
export type RuleProblem = { offset: number; wrong: Message; fix: Message };

export type CheckedExpression = { ok: true; expression: Expression } | { ok: false; problem: RuleProblem };

/** Macros that walk over a list or map. Each costs a factor of its length. */
const WALKS = new Set(["all", "exists", "exists_one", "existsOne", "map", "filter"]);
/** How often the innermost part of walks within one another is evaluated at most; labels count as so many. */
const MOST_TURNS = 1_024;
const TURNS_OF_LABELS = 32;
/** With these a short expression could make long texts and lists, or fail on what it reads. */
const WITHHELD = new Set(["bind", "split", "join", "json"]);
/** Methods of a timestamp that take a time zone. */
const PART_OF_TIME = /^get(?:Date|DayOfMonth|DayOfWeek|DayOfYear|FullYear|Hours|Milliseconds|Minutes|Month|Seconds)$/;

/** Reads an expression and refuses what could take long: it is evaluated for every alert or line that could meet it. */
export function checkExpression(source: string, vocabulary: Vocabulary): CheckedExpression {
  const parsed = parseExpression(source, vocabulary);
  if (!parsed.ok) return { ok: false, problem: explained(parsed.problem, vocabulary) };
  const problem = costly(parsed.expression.term, vocabulary, 1);
  if (problem !== undefined) return { ok: false, problem };
  return parsed;
}

function explained({ offset, code, detail }: ExpressionProblem, vocabulary: Vocabulary): RuleProblem {
  const variables = VARIABLES[vocabulary].join(", ");
  const fields = VARIABLES[vocabulary]
    .flatMap((name) => FIELDS[vocabulary].map((field) => `${name}.${field}`))
    .join(", ");
  const wrong: Message = { code: "rules.wrong", params: { detail } };
  const fix = (name: string, params: Message["params"] = {}): Message => ({ code: `rules.fix.${name}`, params });
  switch (code) {
    case "unknown_variable":
      return { offset, wrong, fix: fix("variable", { variables }) };
    case "no_such_key":
      return { offset, wrong, fix: fix("field", { fields }) };
    case "no_such_overload":
      return { offset, wrong, fix: fix("types") };
    case "not_bool":
      return { offset, wrong: { code: "rules.notBool", params: { type: detail } }, fix: fix("bool") };
    default:
      return { offset, wrong, fix: fix("syntax") };
  }
}

/** The first part that costs too much. `turns`: how often the term is evaluated at most. */
function costly(term: Term, vocabulary: Vocabulary, turns: number): RuleProblem | undefined {
  if (term.op === "+" && term.args.some(isList)) return problemOf(term.start, "listSum", {});
  if (term.op !== "rcall") return firstOf(operandsOf(term), vocabulary, turns);
  const [method, receiver, given] = term.args;
  if (WITHHELD.has(method)) return problemOf(term.start, "withheld", { method });
  const problem = method === "matches" ? costlyMatch(term.start, given[0]) : wrongZone(method, given[0]);
  if (problem !== undefined) return problem;
  if (!WALKS.has(method)) return firstOf([receiver, ...given], vocabulary, turns);
  const length = walkedLength(receiver, vocabulary);
  if (length === undefined) return problemOf(receiver.start, "walked", {});
  const within = turns * Math.max(1, length);
  if (within > MOST_TURNS) return problemOf(term.start, "walks", {});
  return costly(receiver, vocabulary, turns) ?? firstOf(given, vocabulary, within);
}

/** How much there is to walk over: the labels, or a list that is written out. Undefined for what an expression makes. */
function walkedLength(term: Term, vocabulary: Vocabulary): number | undefined {
  const paths = (each: Term): string[] => VARIABLES[vocabulary].flatMap((name) => pathOf(each, name) ?? []);
  if (term.op === "list")
    return term.args.every((each) => each.op === "value" || paths(each).length > 0) ? term.args.length : undefined;
  return paths(term).includes("labels") ? TURNS_OF_LABELS : undefined;
}

/** Whether a term is a list by its form. */
function isList(term: Term): boolean {
  if (term.op === "?:") return isList(term.args[1]) || isList(term.args[2]);
  return term.op === "list" || (term.op === "rcall" && (term.args[0] === "map" || term.args[0] === "filter"));
}

/** A time zone that is written out is one that there is. */
function wrongZone(method: string, zone: Term | undefined): RuleProblem | undefined {
  if (!PART_OF_TIME.test(method) || zone?.op !== "value" || typeof zone.args !== "string") return undefined;
  try {
    new Intl.DateTimeFormat("en-US", { timeZone: zone.args });
    return undefined;
  } catch {
    return problemOf(zone.start, "timeZone", { zone: zone.args });
  }
}

function costlyMatch(offset: number, pattern: Term | undefined): RuleProblem | undefined {
  if (pattern?.op !== "value" || typeof pattern.args !== "string") return problemOf(offset, "patternLiteral", {});
  try {
    new RegExp(pattern.args);
  } catch (error) {
    return problemOf(pattern.start, "pattern", { detail: error instanceof Error ? error.message : String(error) });
  }
  return isSlow(pattern.args) ? problemOf(pattern.start, "patternSlow", {}) : undefined;
}

const problemOf = (offset: number, name: string, params: Message["params"]): RuleProblem => ({
  offset,
  wrong: { code: `rules.${name}`, params },
  fix: { code: `rules.fix.${name}`, params: {} },
});

function firstOf(terms: readonly Term[], vocabulary: Vocabulary, turns: number): RuleProblem | undefined {
  for (const term of terms) {
    const problem = costly(term, vocabulary, turns);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

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

/** What is wrong with an expression, where (in characters from 0), and what to write instead. */
export type RuleProblem = { offset: number; wrong: Message; fix: Message };

export type CheckedExpression = { ok: true; expression: Expression } | { ok: false; problem: RuleProblem };

/** Macros that walk over a list or map within one another. Each costs a factor of its length. */
const DEEPEST_WALK = 2;
const WALKS = new Set(["all", "exists", "exists_one", "existsOne", "map", "filter"]);

/** Reads an expression and refuses what could take long: it is evaluated for every alert or line that could meet it. */
export function checkExpression(source: string, vocabulary: Vocabulary): CheckedExpression {
  const parsed = parseExpression(source, vocabulary);
  if (!parsed.ok) return { ok: false, problem: explained(parsed.problem, vocabulary) };
  const problem = costly(parsed.expression.term, 0);
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

/** The first part that costs too much. */
function costly(term: Term, walks: number): RuleProblem | undefined {
  if (term.op === "rcall") {
    const [method, receiver, given] = term.args;
    if (method === "matches") {
      const problem = costlyMatch(term.start, given[0]);
      if (problem !== undefined) return problem;
    }
    const deeper = WALKS.has(method) ? walks + 1 : walks;
    if (deeper > DEEPEST_WALK) return problemOf(term.start, "walks", {});
    return costly(receiver, walks) ?? firstOf(given, deeper);
  }
  return firstOf(operandsOf(term), walks);
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

function firstOf(terms: readonly Term[], walks: number): RuleProblem | undefined {
  for (const term of terms) {
    const problem = costly(term, walks);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

import type { ExpressionProblem } from "../../../shared/contract/rules.ts";
import type { Rule } from "../../../shared/domain/rule.ts";
import { checkExpression, type RuleProblem } from "./check.ts";
import { vocabularyOf } from "./rule-set.ts";

/** Expressions that have been looked at: lists of rules are asked for often, and change rarely. */
const known = new Map<string, ExpressionProblem | null>();
const REMEMBERED = 2_000;

/** What is wrong with the expression of a rule, by line and column; null when nothing is. */
export function problemOfRule({ effect, when }: Pick<Rule, "effect" | "when">): ExpressionProblem | null {
  const key = `${vocabularyOf({ effect })} ${when}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const problem = lookAt({ effect, when });
  if (known.size >= REMEMBERED) known.clear();
  known.set(key, problem);
  return problem;
}

function lookAt({ effect, when }: Pick<Rule, "effect" | "when">): ExpressionProblem | null {
  const checked = checkExpression(when, vocabularyOf({ effect }));
  return checked.ok ? null : placed(checked.problem, when);
}

function placed({ offset, wrong, fix }: RuleProblem, when: string): ExpressionProblem {
  const before = when.slice(0, offset).split("\n");
  return { line: before.length, column: before.at(-1)!.length + 1, wrong, fix };
}

import { Rule } from "../../../shared/domain/rule.ts";
import { problemOfRule } from "../rules/explain.ts";
import { explainUnknownWord, said, type Explained } from "./explain.ts";

/** A mistake in the rules. `within`: where in the text at the path, counted from 1; null for the text as a whole. */
export type RuleMistake = {
  path: readonly PropertyKey[];
  within: { line: number; column: number } | null;
  explained: Explained;
};

/** What is wrong with the rules of the file beyond their form: expressions, ids that are taken, scopes that nobody has. */
export function rulesMistakes(value: unknown, scopes: readonly string[] | undefined): RuleMistake[] {
  const mistakes: RuleMistake[] = [];
  const first = new Map<string, number>();
  for (const [index, written] of rulesOf(value).entries()) {
    const parsed = Rule.safeParse(written).data;
    if (parsed === undefined) continue;
    const path = ["rules", index];
    const key = `${parsed.scope}/${parsed.id}`;
    const before = first.get(key);
    if (before !== undefined) {
      const explained = {
        wrong: said("configDuplicateRule", { id: parsed.id, number: before + 1 }),
        fix: said("configFixDuplicateRule"),
      };
      mistakes.push({ path: [...path, "id"], within: null, explained });
    } else first.set(key, index);
    if (scopes !== undefined && !scopes.includes(parsed.scope))
      mistakes.push({ path: [...path, "scope"], within: null, explained: explainUnknownWord(parsed.scope, scopes) });
    const problem = problemOfRule(parsed);
    if (problem === null) continue;
    const { line, column, wrong, fix } = problem;
    mistakes.push({ path: [...path, "when"], within: { line, column }, explained: { wrong, fix } });
  }
  return mistakes;
}

function rulesOf(value: unknown): unknown[] {
  const rules: unknown = (value as { rules?: unknown } | null)?.rules;
  return Array.isArray(rules) ? rules : [];
}

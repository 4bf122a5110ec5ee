import type { ExpressionProblem } from "../../../shared/contract/rules.ts";
import type { RuleTest } from "../../../shared/domain/rule.ts";
import { text, textOf } from "../../../shared/strings/index.ts";

/** What a test comes to in one line: `212 → 180 incidents`. */
export const reductionText = ({ before, after }: RuleTest): string =>
  text("rules.testLine", { before: before.incidents, count: after.incidents });

/** A mistake with its place: where it is, what is wrong, what to write instead. */
export const problemText = ({ line, column, wrong, fix }: ExpressionProblem): string =>
  text("rules.problemAt", { line, column, wrong: textOf(wrong), fix: textOf(fix) });

/** A share of one as a percentage with a decimal. */
export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

import { z } from "zod";
import { Instant } from "../domain/event.ts";
import { Message } from "../domain/message.ts";
import { LONGEST_EXPRESSION, Rule, RuleEffect, RuleId, RuleTest } from "../domain/rule.ts";
import { DEFAULT_SCOPE, Scope } from "../domain/scope.ts";
import { procedure } from "./errors.ts";

/** What is wrong with an expression. Line and column count from 1 within it. */
export const ExpressionProblem = z.object({ line: z.int(), column: z.int(), wrong: Message, fix: Message });
export type ExpressionProblem = z.infer<typeof ExpressionProblem>;

export const ListedRule = z.object({
  rule: Rule,
  /** `file`: written in the configuration file, and changed there. */
  origin: z.enum(["file", "form"]),
  updatedAt: Instant,
  updatedBy: z.string(),
  /** How often it has suppressed an alert or put one into an incident, and when the last time. */
  applied: z.int(),
  appliedAt: Instant.nullable(),
  /** Active alerts that it keeps out of incidents. */
  suppressing: z.int(),
  /** Why it does nothing although it is enabled. */
  problem: ExpressionProblem.nullable(),
  test: RuleTest.nullable(),
  testedAt: Instant.nullable(),
});
export type ListedRule = z.infer<typeof ListedRule>;

const Key = z.object({ id: RuleId, scope: Scope.default(DEFAULT_SCOPE) });

/** A test that runs. `share`: of the history that it will read, in [0,1]. */
export const RunningRuleTest = z.object({ ruleId: z.string(), scope: Scope, startedAt: Instant, share: z.number() });
export type RunningRuleTest = z.infer<typeof RunningRuleTest>;

export const LONGEST_TEST_HOURS = 24 * 30;

export const rules = {
  list: procedure.output(z.object({ rows: z.array(ListedRule), running: RunningRuleTest.nullable() })),

  /** What is wrong with an expression, while it is being written; null when nothing is. */
  check: procedure
    .input(z.object({ effect: RuleEffect, when: z.string().max(LONGEST_EXPRESSION) }))
    .output(z.object({ problem: ExpressionProblem.nullable() })),

  /** Adds or replaces a rule of the form. It takes effect on what comes after. */
  save: procedure.input(Rule).output(z.object({ id: z.string() })),

  remove: procedure.input(Key).output(z.object({ removed: z.boolean() })),

  /** Runs a rule as it is written over the cached history, one test at a time; the answer comes at its end and is kept with the rule. */
  test: procedure
    .input(Key.extend({ hours: z.number().gt(0).max(LONGEST_TEST_HOURS).default(24) }))
    .output(z.object({ test: RuleTest.nullable() })),

  /** Ends the test that runs; its call answers with null. */
  cancelTest: procedure.output(z.object({ cancelled: z.boolean() })),
};

import { foldAscii } from "./automaton.ts";
import { checkExpression } from "./check.ts";
import { Dispatcher } from "./dispatcher.ts";
import { LogFacts } from "./facts.ts";
import { literalOf, literalPattern, type LogPattern, regexPattern } from "./log-pattern.ts";
import { type Requirement, requirementOf } from "./requirement.ts";

/** A rule over log records; all that it names must hold. `when`: CEL over `log`. `pattern` and `when` have been checked. */
export type LogCondition = {
  service?: string | undefined;
  contains?: string | undefined;
  pattern?: string | undefined;
  when?: string | undefined;
  atLeastLevel?: number | undefined;
};

type Ready<R> = {
  rule: R;
  patterns: readonly LogPattern[];
  when: ((facts: LogFacts) => boolean) | undefined;
};

/** Many rules over log records, of which only those are evaluated that a text in the record could meet. */
export class LogRules<R extends LogCondition> {
  readonly #rules: readonly Ready<R>[];
  readonly #dispatcher: Dispatcher;

  /** @throws TypeError for an expression that does not pass its check. */
  constructor(rules: readonly R[]) {
    const read = rules.map(ready);
    this.#rules = read.map(({ rule }) => rule);
    this.#dispatcher = new Dispatcher(read.map(({ requirement }) => requirement));
  }

  /** The rules that hold for a record, in their order. */
  matching(text: string, level: number, service: string): R[] {
    const numbers = this.#dispatcher.candidates((path) => (path === "text" ? text : service));
    if (numbers.length === 0) return [];
    const facts = new LogFacts(text, level, service);
    const found: R[] = [];
    for (const number of numbers) {
      const { rule, patterns, when } = this.#rules[number]!;
      if (rule.service !== undefined && rule.service !== service) continue;
      if (rule.atLeastLevel !== undefined && level < rule.atLeastLevel) continue;
      if (!patterns.every((pattern) => pattern.matches(text))) continue;
      if (when === undefined || when(facts)) found.push(rule);
    }
    return found;
  }
}

function ready<R extends LogCondition>(rule: R): { rule: Ready<R>; requirement: Requirement | undefined } {
  const { contains, pattern, service } = rule;
  const patterns = [
    ...(contains === undefined ? [] : [literalPattern(contains)]),
    ...(pattern === undefined ? [] : [regexPattern(pattern)]),
  ];
  const { when, requirement } = conditionOf(rule);
  const found =
    within(contains === undefined ? undefined : asciiOf(contains)) ??
    within(pattern === undefined ? undefined : literalOf(pattern)) ??
    requirement ??
    (service === undefined ? undefined : { path: "service", kind: "equal" as const, values: [service] });
  return { rule: { rule, patterns, when }, requirement: found };
}

function conditionOf({ when }: LogCondition): {
  when: Ready<LogCondition>["when"];
  requirement: Requirement | undefined;
} {
  if (when === undefined) return { when: undefined, requirement: undefined };
  const checked = checkExpression(when, "log");
  if (!checked.ok) throw new TypeError(`not a checked expression: ${when}`);
  const { holds, term } = checked.expression;
  return { when: (log) => holds({ log }), requirement: requirementOf(term, "log") };
}

const within = (literal: string | undefined): Requirement | undefined =>
  literal === undefined ? undefined : { path: "text", kind: "within", values: [literal] };

/** Letters beyond ASCII change their length when case is folded, so only plain texts are looked up; others are searched for each time. */
const asciiOf = (text: string): string | undefined => (/^[ -~]+$/.test(text) ? foldAscii(text) : undefined);

import type { Rule } from "../../../shared/domain/rule.ts";
import type { Scope } from "../../../shared/domain/scope.ts";
import type { Expression } from "./cel.ts";
import { checkExpression } from "./check.ts";
import { Dispatcher } from "./dispatcher.ts";
import type { AlertFacts } from "./facts.ts";
import { PairRule } from "./pair-rule.ts";
import { readPath } from "./paths.ts";
import { requirementOf } from "./requirement.ts";

type Suppressing = { id: string; expression: Expression };

/** Rules that have been read, so that one beside a rule that changes stays what it is, with what it remembers. */
export class ReadRules {
  readonly #known = new WeakMap<Rule, Suppressing | PairRule | null>();

  /** Null for a rule that no longer passes its check. */
  of(rule: Rule): Suppressing | PairRule | null {
    const known = this.#known.get(rule);
    if (known !== undefined) return known;
    const read = readRule(rule);
    this.#known.set(rule, read);
    return read;
  }
}

function readRule(rule: Rule): Suppressing | PairRule | null {
  const checked = checkExpression(rule.when, vocabularyOf(rule));
  if (!checked.ok) return null;
  return rule.effect === "suppress"
    ? { id: rule.id, expression: checked.expression }
    : new PairRule(rule, rule.effect, checked.expression);
}

/** The enabled rules of one scope. */
export class RuleSet {
  readonly #suppressing: readonly Suppressing[];
  readonly #alerts: Dispatcher;
  readonly #pairs: readonly PairRule[];
  /** Two numbers for each rule over pairs: for an alert as `a` and as `b`. */
  readonly #sides: Dispatcher;

  /** Rules are in the order of their ids. One that no longer passes its check is left out; the list of rules says so. */
  constructor(rules: readonly Rule[], read: ReadRules) {
    const suppressing: Suppressing[] = [];
    const pairs: PairRule[] = [];
    for (const rule of rules.toSorted((left, right) => (left.id < right.id ? -1 : 1))) {
      const known = rule.state === "enabled" ? read.of(rule) : null;
      if (known instanceof PairRule) pairs.push(known);
      else if (known !== null) suppressing.push(known);
    }
    this.#suppressing = suppressing;
    this.#pairs = pairs;
    this.#alerts = new Dispatcher(suppressing.map(({ expression }) => requirementOf(expression.term, "alert")));
    this.#sides = new Dispatcher(pairs.flatMap(({ requirements }) => [...requirements]));
  }

  /** The first rule that suppresses an alert. */
  suppressorOf(alert: AlertFacts): string | undefined {
    if (this.#suppressing.length === 0) return undefined;
    const numbers = this.#alerts.candidates((path) => readPath(alert, path));
    const holding = numbers.find((number) => this.#suppressing[number]!.expression.holds({ alert }));
    return holding === undefined ? undefined : this.#suppressing[holding]!.id;
  }

  /** The rules over pairs that could hold for an alert and another. */
  concerning(alert: AlertFacts): PairRule[] {
    if (this.#pairs.length === 0) return [];
    const numbers = this.#sides.candidates((path) => readPath(alert, path)).map((side) => side >> 1);
    return numbers.filter((number, index) => number !== numbers[index - 1]).map((number) => this.#pairs[number]!);
  }

  pairRule(id: string): PairRule | undefined {
    return this.#pairs.find((rule) => rule.id === id);
  }
}

export const vocabularyOf = ({ effect }: Pick<Rule, "effect">): "alert" | "pair" =>
  effect === "suppress" ? "alert" : "pair";

/** What a rule is known by: ids are unique within a scope. */
export const ruleKey = (scope: Scope, id: string): string => `${scope}/${id}`;

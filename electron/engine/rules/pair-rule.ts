import type { Rule } from "../../../shared/domain/rule.ts";
import type { Expression } from "./cel.ts";
import { PairFacts } from "./facts.ts";
import { joinsOf, pathsRead, readPath } from "./paths.ts";
import { type Requirement, requirementOf } from "./requirement.ts";

/**
 * What a rule sees of an alert: the values that its expression reads, so alerts that are alike to the rule have one shape.
 * `key`: the values as JSON. `join`: those that must be equal on both sides, as JSON; null when one is missing, so nothing can be.
 */
export type Shape = {
  readonly key: string;
  readonly join: string | null;
  readonly facts: PairFacts;
  /** Of this rule's shapes, in the order in which they were met. */
  readonly number: number;
};

const REMEMBERED_PAIRS = 100_000;
const REMEMBERED_SHAPES = 10_000;
/** Numbers of two shapes make one number. */
const NUMBERS = 2 ** 26;
const MINUTE_MS = 60_000;

/** A rule over two alerts. It is symmetric: it holds when it does in either order. */
export class PairRule {
  readonly id: string;
  readonly effect: "group" | "separate";
  readonly withinMs: number;
  readonly requirements: readonly [a: Requirement | undefined, b: Requirement | undefined];
  readonly #expression: Expression;
  readonly #paths: readonly string[];
  readonly #joins: readonly string[];
  readonly #known = new Map<number, boolean>();
  readonly #shapes = new Map<string, Shape>();
  #numbers = 0;

  constructor(rule: Rule, effect: "group" | "separate", expression: Expression) {
    this.id = rule.id;
    this.effect = effect;
    this.withinMs = rule.withinMinutes * MINUTE_MS;
    this.#expression = expression;
    this.#paths = [...pathsRead(expression.term, ["a", "b"])].sort();
    this.#joins = joinsOf(expression.term);
    this.requirements = [requirementOf(expression.term, "a"), requirementOf(expression.term, "b")];
  }

  shapeOf(facts: PairFacts): Shape {
    const isWhole = this.#paths.includes("labels");
    const sorted = isWhole ? Object.entries(facts.labels).sort(([one], [other]) => (one < other ? -1 : 1)) : null;
    const key = JSON.stringify([sorted, ...this.#paths.map((path) => readPath(facts, path) ?? null)]);
    return this.#shapes.get(key) ?? this.#shape(key, new PairFacts(facts));
  }

  /** The shape that has this key. */
  shapeFrom(key: string): Shape {
    return this.#shapes.get(key) ?? this.#read(key);
  }

  #read(key: string): Shape {
    const [labels, ...values] = JSON.parse(key) as [[string, string][] | null, ...(string | null)[]];
    const facts = {
      name: "",
      severity: "",
      summary: "",
      entity: "",
      kind: "",
      source: "",
      labels: Object.fromEntries(labels ?? []),
    };
    for (const [index, path] of this.#paths.entries()) {
      const value = values[index] ?? null;
      if (value === null) continue;
      if (path.startsWith("labels.")) facts.labels[path.slice("labels.".length)] = value;
      else Object.assign(facts, { [path]: value });
    }
    return this.#shape(key, new PairFacts(facts));
  }

  /** Each pair of shapes is evaluated once. */
  holds(left: Shape, right: Shape): boolean {
    if (left.join === null || left.join !== right.join) return false;
    const pair = Math.min(left.number, right.number) * NUMBERS + Math.max(left.number, right.number);
    const known = this.#known.get(pair);
    if (known !== undefined) return known;
    const { holds } = this.#expression;
    const found = holds({ a: left.facts, b: right.facts }) || holds({ a: right.facts, b: left.facts });
    if (this.#known.size >= REMEMBERED_PAIRS) this.#known.clear();
    this.#known.set(pair, found);
    return found;
  }

  #shape(key: string, facts: PairFacts): Shape {
    const values = this.#joins.map((path) => readPath(facts, path));
    const join = values.includes(undefined) ? null : JSON.stringify(values);
    const shape = { key, join, facts, number: this.#numbers++ };
    if (this.#shapes.size >= REMEMBERED_SHAPES) this.#shapes.clear();
    this.#shapes.set(key, shape);
    return shape;
  }
}

import { describe, expect, it } from "vitest";
import { StandingRules } from "../../../../electron/engine/analysis/rules/standing.ts";
import { PairFacts } from "../../../../electron/engine/rules/facts.ts";
import { DEFAULT_SCOPE } from "../../../../shared/domain/scope.ts";
import { aRule } from "../../../builders/rule.ts";

const NAMED = aRule({ id: "named", effect: "group", when: 'a.name == "one" && b.name == "two"' });
const OTHER = aRule({ id: "other", effect: "suppress", when: 'alert.name == "x"' });

const facts = (name: string): PairFacts =>
  new PairFacts({ name, severity: "", summary: "", entity: "", kind: "", source: "", labels: {} });

function standing() {
  const rules = new StandingRules();
  rules.set(DEFAULT_SCOPE, NAMED.id, NAMED);
  return { rules, named: () => rules.of(DEFAULT_SCOPE)!.pairRule(NAMED.id)! };
}

describe("standing rules", () => {
  it("read a rule once, however many others come after it", () => {
    const { rules, named } = standing();
    const before = named();
    rules.set(DEFAULT_SCOPE, OTHER.id, OTHER);
    rules.set(DEFAULT_SCOPE, OTHER.id, null);
    expect(named()).toBe(before);
    rules.set(DEFAULT_SCOPE, NAMED.id, { ...NAMED, when: "a.name == b.name" });
    expect(named()).not.toBe(before);
  });

  it("tell shapes apart that were met before and after another rule came", () => {
    const { rules, named } = standing();
    const earlier = named().shapeOf(facts("one"));
    rules.set(DEFAULT_SCOPE, OTHER.id, OTHER);
    const later = named().shapeOf(facts("two"));
    expect(named().holds(later, later)).toBe(false);
    expect(named().holds(earlier, later)).toBe(true);
  });

  it("are none for a scope whose last rule is gone", () => {
    const { rules } = standing();
    rules.set(DEFAULT_SCOPE, OTHER.id, null);
    expect(rules.of(DEFAULT_SCOPE)).toBeDefined();
    rules.set(DEFAULT_SCOPE, NAMED.id, null);
    expect(rules.of(DEFAULT_SCOPE)).toBeUndefined();
  });
});

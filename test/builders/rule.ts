import fc from "fast-check";
import type { RuleLogged } from "../../shared/domain/log.ts";
import { Rule } from "../../shared/domain/rule.ts";
import { type Happening } from "./log.ts";

/** A rule as a person writes it: what is left out has its default. */
export const aRule = (rule: Partial<Rule> & Pick<Rule, "effect" | "when">): Rule => Rule.parse({ id: "r1", ...rule });

/** The log's word of a rule; null when it goes. */
export const aRuleBody = (rule: Rule): RuleLogged => ({ kind: "rule", ruleId: rule.id, rule, by: "Ada" });

export const aRuleGone = (ruleId: string): RuleLogged => ({ kind: "rule", ruleId, rule: null, by: "Ada" });

/** Rules over what estates of the builders have: names, services and severities that a few alerts share. */
const SOURCES: readonly Pick<Rule, "effect" | "when">[] = [
  { effect: "suppress", when: 'alert.severity == "info"' },
  { effect: "suppress", when: 'alert.name.startsWith("Lat") && alert.severity != "critical"' },
  { effect: "group", when: "a.name == b.name" },
  { effect: "group", when: 'a.severity == "critical" && b.severity == "major"' },
  { effect: "separate", when: "a.severity != b.severity" },
  { effect: "separate", when: 'a.entity < b.entity && a.name == "Latency"' },
  { effect: "separate", when: "has(a.labels.deployment) && !has(b.labels.deployment)" },
];

/** Rules that come, change and go. `at`: minutes after the beginning. */
export type DrawnRule = { source: number; id: string; at: number; goneAfter: number };

export const drawnRules: fc.Arbitrary<DrawnRule[]> = fc.array(
  fc.record({
    source: fc.nat(SOURCES.length - 1),
    id: fc.constantFrom("r1", "r2", "r3"),
    at: fc.integer({ min: -1, max: 10 }),
    goneAfter: fc.integer({ min: 0, max: 20 }),
  }),
  { minLength: 1, maxLength: 5 },
);

const MINUTE = 60_000;

/** The log's words of drawn rules, some of which go again. `from`: when the story begins. */
export const rulesIn = (drawn: readonly DrawnRule[], from: number): Happening[] =>
  drawn.flatMap(({ source, id, at, goneAfter }): Happening[] => {
    const receivedAt = Math.max(0, from + at * MINUTE);
    const set = { receivedAt, body: aRuleBody(aRule({ id, ...SOURCES[source]! })) };
    return goneAfter % 3 === 0 ? [set] : [set, { receivedAt: receivedAt + goneAfter * MINUTE, body: aRuleGone(id) }];
  });

import { describe, expect, it } from "vitest";
import { BackTest } from "../../../electron/engine/backtest/backtest.ts";
import type { Rule } from "../../../shared/domain/rule.ts";
import { analyse, proposalsOf } from "../../builders/analysis.ts";
import { aLog, anAlertBody, anEdge, aResolve, type Happening, T0, withTicks } from "../../builders/log.ts";
import { aRule } from "../../builders/rule.ts";
import { aMerge, aSplit, aVerdictBody } from "../../builders/verdict.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

const alert = (entity: string, at: number, more: Parameters<typeof anAlertBody>[2] = {}): Happening => ({
  receivedAt: at,
  body: anAlertBody(entity, at, more),
});
const logOf = (happenings: readonly Happening[]) => aLog(withTicks(happenings, 10 * MINUTE));

function testOf(rules: readonly Rule[], happenings: readonly Happening[], others: readonly Rule[] = []) {
  const test = new BackTest(rules, others, T0);
  test.take(logOf(happenings));
  return test.result(true);
}

const idsOf = (happenings: readonly Happening[]): string[] =>
  proposalsOf(analyse(logOf(happenings)).proposals, "open").map(({ incidentId }) => incidentId);

const NORTH = { labels: { site: "north" } };
const TWO = [alert("a", SECOND, NORTH), alert("z", 2 * SECOND, NORTH)];
const CHAIN: Happening[] = [
  { receivedAt: 0, body: anEdge("web", "db") },
  alert("db", SECOND),
  alert("web", 2 * SECOND),
];
const SAME_SITE = aRule({ id: "site", effect: "group", when: "a.labels.site == b.labels.site" });

describe("a test of rules", () => {
  it("counts alerts, incidents and the reduction without and with the rule", () => {
    const test = testOf([SAME_SITE], TWO);
    expect(test).toMatchObject({ alerts: 2, complete: true, changedCount: 2, effects: { site: 1 } });
    expect(test.before).toMatchObject({ incidents: 2, reduction: 0 });
    expect(test.after).toMatchObject({ incidents: 1, reduction: 0.5 });
    expect(test.changed.map(({ kind }) => kind)).toEqual(["merged", "merged"]);
  });

  it("names what becomes of an incident that falls apart, shrinks or is gone", () => {
    const [id] = idsOf(CHAIN);
    const changeBy = (rule: Rule) => testOf([rule], CHAIN).changed;
    const split = changeBy(aRule({ effect: "separate", when: "a.name == b.name" }));
    expect(split).toMatchObject([{ id, kind: "split", alerts: 2, becomes: [{ alerts: 1 }, { alerts: 1 }] }]);
    expect(changeBy(aRule({ effect: "suppress", when: 'alert.entity == "web"' }))).toMatchObject([
      { id, kind: "shrunk", suppressed: 1, becomes: [{ alerts: 1, of: 1 }] },
    ]);
    expect(changeBy(aRule({ effect: "suppress", when: 'alert.name == "Latency"' }))).toMatchObject([
      { id, kind: "suppressed", suppressed: 2, becomes: [] },
    ]);
    expect(changeBy(aRule({ effect: "suppress", when: 'alert.name == "Other"' }))).toEqual([]);
  });

  it("tests a draft as if it were enabled, beside the rules that are in use", () => {
    const draft = aRule({ ...SAME_SITE, state: "draft" });
    expect(testOf([draft], TWO).after.incidents).toBe(1);
    const parted = aRule({ id: "apart", effect: "separate", when: "a.entity != b.entity" });
    expect(testOf([draft], TWO, [parted])).toMatchObject({ before: { incidents: 2 }, after: { incidents: 2 } });
  });

  it("counts each life of an alert", () => {
    const ended = { receivedAt: 2 * MINUTE, body: aResolve("a", SECOND) };
    const again = alert("a", 5 * MINUTE, { version: 3 });
    expect(testOf([SAME_SITE], [alert("a", SECOND), ended, again])).toMatchObject({ alerts: 2 });
  });

  it("says which merge of an operator the rule would have made", () => {
    const [one, other] = idsOf(TWO) as [string, string];
    const merge = { receivedAt: MINUTE, body: aVerdictBody(aMerge(one, other)) };
    const test = testOf([SAME_SITE], [...TWO, merge]);
    expect([test.before.missedMerges, test.after.missedMerges]).toEqual([1, 0]);
    expect(test.verdicts).toMatchObject([
      { kind: "merge", incidentId: one, otherId: other, before: true, after: false },
    ]);
    const undone = { receivedAt: 2 * MINUTE, body: aVerdictBody(aMerge(one, other), "v1", "taken-back") };
    expect(testOf([SAME_SITE], [...TWO, merge, undone]).verdicts).toEqual([]);
  });

  it("says which parting of an operator a rule contradicts, and which it would have made", () => {
    const [id] = idsOf(CHAIN) as [string];
    const split = { receivedAt: MINUTE, body: aVerdictBody(aSplit(id, "web")) };
    const apart = aRule({ effect: "separate", when: "a.name == b.name" });
    const test = testOf([apart], [...CHAIN, split]);
    expect([test.before.wrongMerges, test.after.wrongMerges]).toEqual([1, 0]);
    expect(testOf([SAME_SITE], [...CHAIN, split]).after.wrongMerges).toBe(1);
  });

  it("leaves out rules that the history itself tells of, and gives the same answer in any portions", () => {
    const rule = { receivedAt: 0, body: { kind: "rule", ruleId: "site", rule: SAME_SITE, by: "Ada" } } as const;
    const quiet = aRule({ effect: "suppress", when: 'alert.name == "Other"' });
    expect(testOf([quiet], [rule, ...TWO]).before.incidents).toBe(2);
    const log = logOf(TWO);
    const portions = new BackTest([SAME_SITE], [], T0);
    for (const entry of log) portions.take([entry]);
    expect(portions.result(true)).toEqual(testOf([SAME_SITE], TWO));
  });
});

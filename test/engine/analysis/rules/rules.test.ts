import { describe, expect, it } from "vitest";
import type { Rule } from "../../../../shared/domain/rule.ts";
import { analyse, outcomeOf, proposalsOf } from "../../../builders/analysis.ts";
import { aLog, anAlertBody, anEdge, aResolve, type Happening, withTicks } from "../../../builders/log.ts";
import { aRule, aRuleBody, aRuleGone } from "../../../builders/rule.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

const alert = (entity: string, at: number, more: Parameters<typeof anAlertBody>[2] = {}): Happening => ({
  receivedAt: at,
  body: anAlertBody(entity, at, more),
});
const edge = (from: string, to: string): Happening => ({ receivedAt: 0, body: anEdge(from, to) });
const set = (rule: Partial<Rule> & Pick<Rule, "effect" | "when">, at = 0): Happening => ({
  receivedAt: at,
  body: aRuleBody(aRule(rule)),
});
const run = (happenings: readonly Happening[], minutes = 10) =>
  analyse(aLog(withTicks(happenings, minutes * MINUTE))).proposals;
const groups = (happenings: readonly Happening[]) =>
  [...outcomeOf(run(happenings)).values()].map(({ alerts }) => alerts);

const CHAIN = [edge("web", "db"), alert("db", SECOND), alert("web", 2 * SECOND)];

describe("a rule that groups", () => {
  const sameSite = { effect: "group", when: "a.labels.site == b.labels.site" } as const;
  const north = { labels: { site: "north" } };

  it("joins alerts that nothing else links, and says so with its id", () => {
    const proposals = run([set(sameSite), alert("a", SECOND, north), alert("z", 2 * SECOND, north)]);
    expect([...outcomeOf(proposals).values()].map(({ alerts }) => alerts)).toEqual([["a:Latency", "z:Latency"]]);
    const reasons = proposalsOf(proposals, "join").flatMap((join) => join.reasons);
    expect(reasons).toContainEqual({ code: "why.rule", params: { entity: "z", label: "r1" }, weight: 1 });
    const { grouping } = proposalsOf(proposals, "assess").at(-1)!;
    expect(grouping).toContainEqual({ code: "grouping.rule", params: { rule: "r1", count: 1 }, alerts: 1, share: 0.5 });
  });

  it("says nothing about alerts without the label, at another site, or of another scope", () => {
    const elsewhere = alert("y", 2 * SECOND, { labels: { site: "south" } });
    expect(groups([set(sameSite), alert("a", SECOND, north), alert("z", SECOND), elsewhere])).toHaveLength(3);
    const scope = "other" as Rule["scope"];
    const other = { ...set({ ...sameSite, scope }), scope };
    expect(groups([other, alert("a", SECOND, north), alert("z", SECOND, north)])).toHaveLength(2);
  });

  it("holds in either order, to the millisecond of its window, and not beyond", () => {
    const ordered = { effect: "group", when: 'a.name == "Up" && b.name == "Down"', withinMinutes: 1 } as const;
    const two = (apartMs: number) => [
      set(ordered),
      alert("a", SECOND, { name: "Down" }),
      alert("z", SECOND + apartMs, { name: "Up" }),
    ];
    expect(groups(two(MINUTE))).toHaveLength(1);
    expect(groups(two(MINUTE + 1))).toHaveLength(2);
  });

  it("bridges two incidents that are open", () => {
    const bridge = { effect: "group", when: 'a.name == "Bridge" || b.name == "Bridge"' } as const;
    const happenings = [set(bridge), alert("a", 0), alert("z", 0), alert("m", MINUTE, { name: "Bridge" })];
    expect(proposalsOf(run(happenings), "merge")).toHaveLength(1);
    expect(groups(happenings)).toHaveLength(1);
  });

  it("counts from its place in the log on, and no longer once it is gone or disabled", () => {
    const [a, z] = [alert("a", SECOND, north), alert("z", 2 * MINUTE, north)];
    expect(groups([a, set(sameSite, MINUTE), z])).toHaveLength(2);
    expect(groups([set(sameSite), a, { receivedAt: MINUTE, body: aRuleGone("r1") }, z])).toHaveLength(2);
    expect(groups([set(sameSite), a, set({ ...sameSite, state: "disabled" }, MINUTE), z])).toHaveLength(2);
    expect(groups([set({ ...sameSite, state: "draft" }), a, z])).toHaveLength(2);
    expect(groups([set(sameSite), a, z])).toHaveLength(1);
  });
});

describe("a rule that separates", () => {
  const environments = { effect: "separate", when: "a.labels.env != b.labels.env" } as const;
  const [live, trial] = [{ labels: { env: "live" } }, { labels: { env: "trial" } }];

  it("keeps apart what an edge would join, and both incidents say so", () => {
    const happenings = [
      set(environments),
      edge("web", "db"),
      alert("db", SECOND, live),
      alert("web", 2 * SECOND, trial),
    ];
    const proposals = run(happenings);
    expect(groups(happenings)).toEqual([["db:Latency"], ["web:Latency"]].toSorted());
    const said = proposalsOf(proposals, "assess").filter(({ grouping }) =>
      grouping.some(({ code, params }) => code === "grouping.keptApart" && params.rule === "r1"),
    );
    expect(new Set(said.map(({ incidentId }) => incidentId)).size).toBe(2);
  });

  it("leaves together what it does not speak of", () => {
    expect(
      groups([set(environments), edge("web", "db"), alert("db", SECOND, live), alert("web", SECOND, live)]),
    ).toHaveLength(1);
    expect(groups([set(environments), ...CHAIN])).toHaveLength(1);
  });

  it("parts alerts at one entity", () => {
    const one = [
      set(environments),
      alert("db", SECOND, { ...live, name: "A" }),
      alert("db", SECOND, { ...trial, name: "B" }),
    ];
    expect(groups(one)).toHaveLength(2);
  });

  it("holds for groups that something else would bridge", () => {
    const hub = [edge("web", "db"), edge("api", "db")];
    const happenings = [
      set(environments),
      ...hub,
      alert("web", SECOND, live),
      alert("api", SECOND, trial),
      alert("db", 2 * SECOND),
    ];
    expect(groups(happenings)).toHaveLength(2);
  });

  it("gives way to nothing but its end: a rule that groups does not undo it", () => {
    const both = [set(environments), set({ id: "r2", effect: "group", when: "a.name == b.name" })];
    expect(groups([...both, alert("db", SECOND, live), alert("web", SECOND, trial)])).toHaveLength(2);
  });
});

describe("a rule that suppresses", () => {
  const quiet = { effect: "suppress", when: 'alert.name == "Noise" && alert.severity != "critical"' } as const;
  const noise = (at: number, severity: "minor" | "critical" = "minor", version = 1): Happening =>
    alert("a", at, { name: "Noise", severity, version });

  it("keeps an alert out of incidents and says which rule does", () => {
    const proposals = run([set(quiet), noise(SECOND), ...CHAIN]);
    expect(proposalsOf(proposals, "suppress")).toMatchObject([{ fingerprint: "a:Noise", ruleId: "r1" }]);
    expect([...outcomeOf(proposals).values()].map(({ alerts }) => alerts)).toEqual([["db:Latency", "web:Latency"]]);
  });

  it("lets the alert go when it becomes worse than the rule speaks of", () => {
    const proposals = run([set(quiet), noise(SECOND), noise(MINUTE, "critical", 2)]);
    expect(proposalsOf(proposals, "release")).toHaveLength(1);
    expect(proposalsOf(proposals, "open")).toHaveLength(1);
  });

  it("lets the alerts go that it holds when it is removed, and forgets those that have ended", () => {
    const gone: Happening = { receivedAt: 2 * MINUTE, body: aRuleGone("r1") };
    expect(groups([set(quiet), noise(SECOND), gone])).toEqual([["a:Noise"]]);
    const ended = { receivedAt: MINUTE, body: aResolve("a", SECOND, { name: "Noise" }) };
    const proposals = run([set(quiet), noise(SECOND), ended, gone]);
    expect(proposalsOf(proposals, "release")).toHaveLength(1);
    expect(proposalsOf(proposals, "open")).toEqual([]);
  });

  it("leaves alone what is in an incident already", () => {
    expect(groups([noise(SECOND), set(quiet, MINUTE), noise(2 * MINUTE, "minor", 2)])).toEqual([["a:Noise"]]);
  });
});

import { describe, expect, it } from "vitest";
import { checkExpression } from "../../../electron/engine/rules/check.ts";
import { AlertFacts, LogFacts } from "../../../electron/engine/rules/facts.ts";
import { textOf } from "../../../shared/strings/index.ts";

const NOTHING = { name: "", severity: "", summary: "", entity: "", kind: "", source: "", labels: {} };

/** Where the mistake is, what is said of it and of the way out. */
function problemOf(source: string, vocabulary: "alert" | "pair" | "log" = "alert") {
  const checked = checkExpression(source, vocabulary);
  if (checked.ok) throw new Error(`${source} passes`);
  const { offset, wrong, fix } = checked.problem;
  return { offset, wrong: textOf(wrong), fix: textOf(fix) };
}

describe("the check of an expression", () => {
  it.each([
    'alert.name == "DiskFull" && alert.labels.team == "storage"',
    'alert.labels["k8s.namespace.name"] in ["a", "b"] && has(alert.labels.team)',
    "alert.startedAt.getHours() < 6",
    'alert.summary.matches("pool .* exhausted")',
    'alert.labels.exists(key, key.startsWith("team"))',
    'alert.labels.exists(one, alert.labels.exists(other, one == other + "2"))',
    '["disk", alert.labels.team].exists(word, alert.summary.contains(word))',
    'alert.startedAt.getHours("Europe/Berlin") < 6',
  ])("passes %s", (source) => {
    expect(checkExpression(source, "alert")).toMatchObject({ ok: true });
  });

  it("names the place of a syntax error", () => {
    expect(problemOf("alert.name ==")).toMatchObject({ offset: 13, wrong: expect.stringContaining("EOF") });
  });

  it("names the fields when one is mistyped, and the variables when another is used", () => {
    expect(problemOf('alert.nme == "x"')).toMatchObject({ offset: 6, fix: expect.stringContaining("alert.name") });
    expect(problemOf("a.name == b.name")).toMatchObject({ offset: 0, fix: "It may speak of alert." });
    expect(problemOf("alert.name == b.name", "pair").fix).toBe("It may speak of a, b.");
  });

  it("refuses to compare a text with a number, and what is no condition", () => {
    expect(problemOf("alert.name == 3").wrong).toContain("string == int");
    expect(problemOf("alert.name").wrong).toContain("string");
  });

  it.each([
    ['alert.summary.matches("(a+)+$")', "very long"],
    ['alert.summary.matches("(?=a)b")', "very long"],
    ['alert.summary.matches("a.*b.*c.*d")', "very long"],
    ['alert.summary.matches("(")', "cannot be read"],
    ["alert.summary.matches(alert.name)", "written out"],
    ['alert.labels.all(i, alert.labels.all(j, alert.labels.exists(k, k == "x")))', "walks over too many"],
    [`alert.labels.all(i, [${"1,".repeat(32)}1].all(j, j == 1))`, "walks over too many"],
    ["cel.bind(x, alert.name + alert.name, x + x != alert.name)", "bind is not at hand"],
    ['alert.summary.split("").size() > 3', "split is not at hand"],
    ['["a", "b"].join(alert.name) == "x"', "join is not at hand"],
    ["size(bytes(alert.name).json()) > 1", "json is not at hand"],
    ['[alert.name].map(x, x + x).exists(x, x == "a")', "makes itself"],
    ['[[alert.name].map(x, x + x)[0]].exists(x, x == "a")', "makes itself"],
    ['(["a"] + [alert.name]).size() == 2', "cannot be added"],
  ])("refuses %s, which could take long", (source, wrong) => {
    expect(problemOf(source).wrong).toContain(wrong);
  });

  it("refuses a time zone that there is not, at its place", () => {
    expect(problemOf('alert.startedAt.getHours("Mars/Base") < 6')).toMatchObject({
      offset: 25,
      wrong: "There is no time zone Mars/Base.",
    });
  });

  it("takes what cannot be worked out as not true", () => {
    const checked = checkExpression('log.text.substring(5) == "x"', "log");
    if (!checked.ok) throw new Error("it is refused");
    expect(checked.expression.holds({ log: new LogFacts("", 9, "") })).toBe(false);
  });

  it("takes an error of another kind as not true, too: a label that is no time zone", () => {
    const checked = checkExpression("alert.startedAt.getHours(alert.labels.zone) < 24", "alert");
    if (!checked.ok) throw new Error("it is refused");
    const inZone = (zone: string) => ({
      alert: new AlertFacts({ ...NOTHING, labels: { zone }, startedAt: new Date(0) }),
    });
    expect(checked.expression.holds(inZone("Europe/Berlin"))).toBe(true);
    expect(checked.expression.holds(inZone("Mars/Base"))).toBe(false);
  });
});

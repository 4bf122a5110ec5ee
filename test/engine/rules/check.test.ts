import { describe, expect, it } from "vitest";
import { checkExpression } from "../../../electron/engine/rules/check.ts";
import { textOf } from "../../../shared/strings/index.ts";

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
    ['alert.labels.all(i, alert.labels.all(j, alert.labels.exists(k, k == "x")))', "walks"],
  ])("refuses %s, which could take long", (source, wrong) => {
    expect(problemOf(source).wrong).toContain(wrong);
  });

  it("takes what cannot be worked out as not true", () => {
    const checked = checkExpression('log.text.substring(5) == "x"', "log");
    if (!checked.ok) throw new Error("it passes");
    expect(checked.expression.holds({ log: { text: "" } })).toBe(false);
  });
});

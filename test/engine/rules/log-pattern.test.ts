import { describe, expect, it } from "vitest";
import { literalPattern, problemOfRegex, regexPattern } from "../../../electron/engine/rules/log-pattern.ts";

describe("an expression", () => {
  it.each([
    "timeout",
    "pool .* exhausted",
    "connection (?:refused|reset) by peer",
    "^ERROR [a-z]+ failed$",
    "took \\d{4,6} ms",
    "(slow|late) reply",
    "(?:slow|late)? reply",
    "from \\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3} port",
    "id (?:[0-9a-f]{4}){4} timeout",
    "from (?:\\d{1,3}\\.){3}\\d{1,3} port",
    "((a?)b){3}timeout",
  ])("is taken: %s", (source) => expect(problemOfRegex(source)).toBeUndefined());

  it.each([
    ["(a+)+ timeout", "failure.setting.patternSlow"],
    ["(a|ab)* timeout", "failure.setting.patternSlow"],
    ["((a+)b)* timeout", "failure.setting.patternSlow"],
    ["(?:x*){2,} timeout", "failure.setting.patternSlow"],
    ["(.*)\\1 timeout", "failure.setting.patternSlow"],
    ["(?=x)timeout", "failure.setting.patternSlow"],
    ["(?<!x)timeout", "failure.setting.patternSlow"],
    ["a.*b.*c.*timeout", "failure.setting.patternSlow"],
    ["(a{1,50}){1,50}timeout", "failure.setting.patternSlow"],
    ["(a{1,50}){2}timeout", "failure.setting.patternSlow"],
    ["(a|ab){2,9}timeout", "failure.setting.patternSlow"],
    ["((a?)b){30}timeout", "failure.setting.patternSlow"],
    ["(a+){2}timeout", "failure.setting.patternSlow"],
    ["((a+)b){2}timeout", "failure.setting.patternSlow"],
    ["a{1,50}a{1,50}timeout", "failure.setting.patternSlow"],
    [`${"a?".repeat(25)}timeout`, "failure.setting.patternSlow"],
    [`${"(a|a)".repeat(25)}timeout`, "failure.setting.patternSlow"],
    ["((a{40}){40}){40}timeout", "failure.setting.patternSlow"],
    ["timeout(", "failure.setting.pattern"],
    ["[a-z]+", "failure.setting.patternLiteral"],
    ["ab", "failure.setting.patternLiteral"],
    ["timeout|refused", "failure.setting.patternLiteral"],
    ["(timeout)", "failure.setting.patternLiteral"],
    ["abc?d", "failure.setting.patternLiteral"],
  ])("is refused with the reason: %s", (source, code) => expect(problemOfRegex(source)).toMatchObject({ code }));

  it("finds what it says in any case, and nothing that only has its letters", () => {
    const pattern = regexPattern("pool .* exhausted after \\d+ ms");
    expect(pattern.matches("POOL orders exhausted AFTER 30 ms")).toBe(true);
    expect(pattern.matches("exhausted after a run")).toBe(false);
    expect(() => regexPattern("(a+)+ timeout")).toThrow(/not a checked pattern/);
  });

  it.each([
    ["timeout after", 4_096],
    ["timeout .*after", 2_048],
    ["timeout .*after \\d+ ms", 512],
  ])("looks as far into a line as it can afford: %s", (source, searched) => {
    const found = "timeout after 30 ms".slice(0, source === "timeout after" ? 13 : undefined);
    const pattern = regexPattern(source);
    expect(pattern.matches(" ".repeat(searched - found.length) + found)).toBe(true);
    expect(pattern.matches(" ".repeat(searched - 5) + found)).toBe(false);
  });

  it("of a class, an escape or a quantifier is read as one", () => {
    expect(regexPattern("[(|]abc\\)def").matches("x(abc)def")).toBe(true);
    expect(regexPattern("disk {1,3}full").matches("disk  full")).toBe(true);
    expect(regexPattern("disks* full").matches("disk full")).toBe(true);
  });
});

it("a plain text is found in any case, and means nothing but itself", () => {
  expect(literalPattern("A.b").matches("xa.Bx")).toBe(true);
  expect(literalPattern("a.b").matches("axb")).toBe(false);
});

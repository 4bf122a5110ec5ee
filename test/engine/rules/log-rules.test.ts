import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type LogCondition, LogRules } from "../../../electron/engine/rules/log-rules.ts";

const matching = (rules: LogCondition[], text: string, level = 0, service = "api"): number[] =>
  new LogRules(rules).matching(text, level, service).map((rule) => rules.indexOf(rule));

describe("rules over logs", () => {
  it("ask all that a rule names", () => {
    const rules = [
      { contains: "pool", service: "api" },
      { contains: "pool", service: "db" },
      { pattern: "pool .* empty", atLeastLevel: 17 },
      { when: 'log.text.contains("pool") && log.level >= 17' },
      { atLeastLevel: 21 },
      { service: "api" },
    ];
    expect(matching(rules, "POOL is empty", 13)).toEqual([0, 5]);
    expect(matching(rules, "pool is empty", 17)).toEqual([0, 2, 3, 5]);
    expect(matching(rules, "nothing", 21, "db")).toEqual([4]);
  });

  it("compare texts in CEL as they are, elsewhere in any case", () => {
    expect(matching([{ contains: "OOM" }, { when: 'log.text.contains("OOM")' }], "oom killed")).toEqual([0]);
    expect(matching([{ contains: "OOM" }, { when: 'log.text.contains("OOM")' }], "OOM killed")).toEqual([0, 1]);
  });

  it("find plain texts beyond ASCII", () => {
    expect(matching([{ contains: "SPEICHER ÜBER" }, { when: 'log.text.contains("über")' }], "Speicher über")).toEqual([
      0, 1,
    ]);
  });

  const word = fc.constantFrom("disk", "pool", "oom", "Ärger", "x");
  const condition: fc.Arbitrary<string> = fc.letrec<{ any: string; leaf: string }>((tie) => ({
    leaf: fc.oneof(
      word.map((each) => `log.text.contains("${each}")`),
      word.map((each) => `log.text.startsWith("${each}")`),
      word.map((each) => `log.text.matches("${each}.{0,3}d")`),
      word.map((each) => `log.service == "${each}"`),
      fc.array(word, { minLength: 1 }).map((list) => `log.service in ${JSON.stringify(list)}`),
      fc.constant("log.level >= 17"),
    ),
    any: fc.oneof(
      { maxDepth: 3 },
      tie("leaf"),
      fc.tuple(tie("any"), tie("any")).map(([left, right]) => `(${left} && ${right})`),
      fc.tuple(tie("any"), tie("any")).map(([left, right]) => `(${left} || ${right})`),
      tie("any").map((inner) => `!(${inner})`),
      fc.tuple(tie("any"), tie("any"), tie("any")).map(([one, two, three]) => `(${one} ? ${two} : ${three})`),
    ),
  })).any;

  it("never pass over a rule that holds, whatever it is made of", () => {
    const line = fc
      .array(fc.oneof(word, fc.constantFrom("DISK", "and")), { maxLength: 4 })
      .map((words) => words.join(" "));
    fc.assert(
      fc.property(
        fc.array(condition, { minLength: 1, maxLength: 8 }),
        line,
        word,
        fc.integer({ min: 0, max: 24 }),
        (whens, text, service, level) => {
          const rules = whens.map((when) => ({ when }));
          // A rule that says nothing else and is true in any case makes no requirement, so it is always evaluated.
          const plain = whens.map((when) => ({ when: `log.level >= 0 ? (${when}) : false` }));
          expect(matching(rules, text, level, service)).toEqual(matching(plain, text, level, service));
        },
      ),
      { numRuns: 300 },
    );
  });
});

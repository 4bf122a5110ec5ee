import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Automaton, foldAscii } from "../../../electron/engine/rules/automaton.ts";

const foundIn = (automaton: Automaton, text: string): number[] => {
  const found = new Set<number>();
  automaton.find(text, (literal) => found.add(literal));
  return [...found].sort((left, right) => left - right);
};

describe("an automaton", () => {
  it("finds literals that overlap and lie within one another, in any case", () => {
    const automaton = new Automaton(["he", "she", "his", "hers"]);
    expect(foundIn(automaton, "uSHERs")).toEqual([0, 1, 3]);
    expect(foundIn(automaton, "h e")).toEqual([]);
  });

  it("begins anew after a character that stands in no literal, and after one beyond ASCII", () => {
    expect(foundIn(new Automaton(["abc"]), "ab_c abé abc")).toEqual([0]);
    expect(foundIn(new Automaton(["abc"]), "abéc")).toEqual([]);
  });

  it("finds what a search for each literal finds, in any text", () => {
    const letters = fc.string({ unit: fc.constantFrom("a", "b", "A", "c", " ", "é"), maxLength: 40 });
    const literal = fc.string({ unit: fc.constantFrom("a", "b", "B", "c"), minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(fc.array(literal, { minLength: 1, maxLength: 12 }), letters, (literals, text) => {
        const expected = literals.flatMap((each, number) =>
          foldAscii(text).includes(foldAscii(each)) ? [number] : [],
        );
        expect(foundIn(new Automaton(literals), text)).toEqual(expected);
      }),
    );
  });

  it("refuses a literal that is empty or has letters beyond ASCII", () => {
    expect(() => new Automaton([""])).toThrow(RangeError);
    expect(() => new Automaton(["é"])).toThrow("é");
  });
});

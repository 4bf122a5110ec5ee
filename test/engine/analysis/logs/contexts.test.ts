import { expect, it } from "vitest";
import { Contexts, type ContextsState } from "../../../../electron/engine/analysis/logs/contexts.ts";
import { LeftOut } from "../../../../electron/engine/analysis/logs/leftOut.ts";
import { randomOf } from "../../../builders/logs.ts";

const wordsOf = (text: string): string[] => text.split(" ");

it("gives messages the same key when they differ in nothing but what is left out", () => {
  const [one, two, three] = ["a b c d", "a x c d", "a x c y"].map((text) => new LeftOut(wordsOf(text)));
  expect(one!.key(1)).toBe(two!.key(1));
  expect(one!.key(1)).not.toBe(three!.key(1));
  expect(one!.key(1, 3)).toBe(three!.key(1, 3));
  expect(new Set([one!.key(0), one!.key(1), one!.key(2), one!.key(1, 2), one!.key(0, 1)]).size).toBe(5);
  expect(new LeftOut(wordsOf("a b c")).key(1)).not.toBe(new LeftOut(wordsOf("a b c c")).key(1));
  expect(new LeftOut(wordsOf("b a c")).key(2)).not.toBe(new LeftOut(wordsOf("a b c")).key(2));
  expect(Number.isSafeInteger(one!.key(1, 3))).toBe(true);
});

it("works out from the patterns in their order what it knew, also after what was not settled has been forgotten", () => {
  const random = randomOf(17);
  const message = (): string[] =>
    ["job", `n${random(3)}`, "of", `user${"abcdefg"[random(7)]}`, "was", `s${random(9)}`, "here"].slice(
      0,
      4 + random(4),
    );
  const messages = Array.from({ length: 400 }, message);
  const take = (contexts: Contexts, id: number): unknown => {
    if (id === 150) contexts.compact(5);
    const words = messages[id]!;
    const known = contexts.varying(words);
    if (known !== undefined) return known;
    const found = contexts.note(id, words);
    return found === undefined ? undefined : [found, contexts.settle(found)];
  };
  const first = new Contexts();
  const saved: string[] = [];
  const taken = messages.map((_, id) => {
    if (id % 50 === 0) saved.push(JSON.stringify(first.saved()));
    return take(first, id);
  });
  expect(taken.filter(Array.isArray).length).toBeGreaterThan(20);
  for (const [index, state] of saved.entries()) {
    const again = new Contexts();
    again.restore(JSON.parse(state) as ContextsState);
    expect(JSON.stringify(again.saved())).toBe(state);
    for (let id = index * 50; id < messages.length; id++) expect(take(again, id)).toEqual(taken[id]);
    expect(again.saved()).toEqual(first.saved());
  }
});

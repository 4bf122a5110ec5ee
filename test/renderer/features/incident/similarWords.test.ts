import { expect, it } from "vitest";
import { handledBy, resolvingChange, sharedWords } from "../../../../renderer/features/incident/similarWords.ts";
import type { SharedFeature } from "../../../../shared/domain/similar.ts";

const shared = (...texts: string[]): SharedFeature[] => texts.map((text) => ({ kind: "word", text, share: 0.1 }));

it("names what is shared once and counts what does not fit", () => {
  expect(sharedWords(shared("a", "b", "a"))).toBe("a, b");
  expect(sharedWords(shared("a", "b", "c", "d"))).toBe("a, b, c, d");
  expect(sharedWords(shared("a", "b", "c", "d", "e"))).toBe("a, b, c, d and 1 more");
});

it("says who had it and who acknowledged it, once when it is the same person", () => {
  const words = (owner: string | null, acknowledgedBy: string | null) => handledBy({ owner, acknowledgedBy });
  expect(words("Ada", "Bo")).toBe("Ada had it, Bo acknowledged it");
  expect([words("Ada", "Ada"), words("Ada", null)]).toEqual(["Ada had it", "Ada had it"]);
  expect([words(null, "Bo"), words(null, null)]).toEqual(["Bo acknowledged it", "nobody took it"]);
});

it("says how long before the end the last change was made", () => {
  const change = { id: "1", entityName: "orders-db", summary: "pool 200", by: null, at: 1_000 };
  expect(resolvingChange(change, 121_000)).toBe("pool 200 on orders-db, 2 min 00 s before the end");
  expect(resolvingChange(null, 121_000)).toBeNull();
});

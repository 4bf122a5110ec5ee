import { expect, it } from "vitest";
import { heldRows } from "../../../../renderer/features/incidents/heldRows.ts";
import { queueInput, resolvedInput } from "../../../../renderer/features/incidents/queueQuery.ts";
import { causeWords, medianToResolve } from "../../../../renderer/features/incidents/rowWords.ts";
import { neighbourOf } from "../../../../renderer/desk/selection.ts";
import { said } from "../../../builders/incident.ts";

const rows = (...ids: string[]) => ids.map((id) => ({ id, text: `new ${id}` }));

it("keeps every row in its place while a hand is on the list, with new data, and counts who waits outside", () => {
  const shown = [
    { id: "a", text: "old a" },
    { id: "b", text: "old b" },
    { id: "gone", text: "old gone" },
  ];
  expect(heldRows(shown, rows("x", "b", "a"), true)).toEqual({
    rows: [
      { id: "a", text: "new a" },
      { id: "b", text: "new b" },
      { id: "gone", text: "old gone" },
    ],
    waiting: 1,
  });
});

it("shows the latest order once the hand is gone, and at once when nothing was shown", () => {
  expect(heldRows(rows("a", "b"), rows("b", "a"), false)).toEqual({ rows: rows("b", "a"), waiting: 0 });
  expect(heldRows([], rows("b"), true)).toEqual({ rows: rows("b"), waiting: 0 });
});

it("moves the selection by one row, stops at both ends and begins at the top", () => {
  const list = rows("a", "b");
  expect([neighbourOf(list, "a", 1), neighbourOf(list, "b", 1), neighbourOf(list, "a", -1)]).toEqual(["b", "b", "a"]);
  expect([neighbourOf(list, "gone", 1), neighbourOf([], null, 1)]).toEqual(["a", null]);
});

it("names the entity once, and says when there is no cause", () => {
  const cause = { entityId: null, entityName: "orders-db", probability: 1 };
  expect(causeWords({ ...cause, what: said("no free connections") })).toBe("orders-db: no free connections");
  expect(causeWords({ ...cause, what: said("orders-db is full") })).toBe("orders-db is full");
  expect(causeWords(null)).toBe("No probable cause yet");
});

it("asks for resolved incidents with a bound that stays the same for ten minutes", () => {
  const start = 1_000 * 600_000;
  expect(resolvedInput(start)).toEqual(resolvedInput(start + 599_999));
  expect(resolvedInput(start)).not.toEqual(resolvedInput(start + 600_000));
  expect(queueInput("mine", "largest", 200)).toEqual({
    filter: { state: "open", mine: true },
    order: "largest",
    limit: 200,
    offset: 200,
  });
});

it("takes the median over what was resolved", () => {
  const took = (minutes: number) => ({ startedAt: 0, resolvedAt: minutes * 60_000 });
  expect(medianToResolve([took(50), took(10), took(22)])).toBe("22 min");
  expect(medianToResolve([{ startedAt: 0, resolvedAt: null }])).toBeNull();
});

import { expect, it } from "vitest";
import { panelState, type QueryLike } from "../../../renderer/ui/panelState.ts";

const query = (more: Partial<QueryLike<number[]>>): QueryLike<number[]> => ({
  ...{ data: undefined, isError: false, error: null, refetch: () => undefined, dataUpdatedAt: 0 },
  ...more,
});
const isEmpty = (data: number[]): boolean => data.length === 0;

it("loads until there is an answer, and keeps the error with a way to try again", () => {
  expect(panelState(query({})).kind).toBe("loading");
  let again = 0;
  const state = panelState(query({ isError: true, error: new Error("no"), refetch: () => (again += 1) }));
  if (state.kind !== "error") throw new Error(`is ${state.kind}`);
  state.retry();
  expect(again).toBe(1);
});

it("never covers data that could not be refreshed: it is stale since it was fetched", () => {
  expect(panelState(query({ data: [1], isError: true, dataUpdatedAt: 5 }))).toEqual({
    kind: "stale",
    since: 5,
    data: [1],
  });
});

it("is empty only when the data are, and stale before it is empty", () => {
  expect(panelState(query({ data: [] }), { isEmpty }).kind).toBe("empty");
  expect(panelState(query({ data: [1] }), { isEmpty }).kind).toBe("normal");
  expect(panelState(query({ data: [] }), { isEmpty, staleSince: 3 }).kind).toBe("stale");
});

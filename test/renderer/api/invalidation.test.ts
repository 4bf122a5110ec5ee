import { QueryClient } from "@tanstack/react-query";
import { expect, it } from "vitest";
import { invalidateTopics } from "../../../renderer/api/invalidation.ts";

it("asks again for the routers of the topics that changed, and for nothing else", async () => {
  const queryClient = new QueryClient();
  const keys = [
    [["incidents", "list"], { type: "query", input: {} }],
    [["incidents", "get"], { type: "query" }],
    [["alerts", "list"], { type: "query" }],
    [["sources", "list"], { type: "query" }],
  ];
  for (const key of keys) queryClient.setQueryData(key, 1);
  await invalidateTopics(queryClient, ["incidents", "sources"]);
  expect(keys.map((key) => queryClient.getQueryState(key)?.isInvalidated)).toEqual([true, true, false, true]);
});

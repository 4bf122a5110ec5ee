import { QueryClient } from "@tanstack/react-query";
import { expect, it } from "vitest";
import { followTopics, invalidateTopics } from "../../../renderer/api/invalidation.ts";

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

it("keeps what is keyed by the version of its incident until the connection opens anew", async () => {
  const queryClient = new QueryClient();
  const key = [["incidents", "similar"], { type: "query", input: { id: "INC-AAAA" } }, { version: 3 }];
  queryClient.setQueryData(key, 1);
  await invalidateTopics(queryClient, ["incidents"]);
  expect(queryClient.getQueryState(key)?.isInvalidated).toBe(false);
  followTopics(queryClient);
  expect(queryClient.getQueryState(key)?.isInvalidated).toBe(true);
});

it("makes everything old when a connection opens, and takes the first push for what was asked for since", async () => {
  const queryClient = new QueryClient();
  const before = [["incidents", "list"], { type: "query" }];
  const since = [["alerts", "list"], { type: "query" }];
  const isOld = (key: unknown[]) => queryClient.getQueryState(key)?.isInvalidated;
  queryClient.setQueryData(before, 1);
  const onChanged = followTopics(queryClient);
  queryClient.setQueryData(since, 1);
  onChanged(["incidents", "alerts"]);
  expect([isOld(before), isOld(since)]).toEqual([true, false]);
  onChanged(["alerts"]);
  expect(isOld(since)).toBe(true);
});

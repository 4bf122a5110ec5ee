import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { watch } from "../../../electron/engine/api/updates.ts";
import { Topic } from "../../../shared/contract/updates.ts";

let listeners: Set<(topics: Topic[], version: number) => void>;
const access = {
  now: () => 42,
  onChanged: (listener: (topics: Topic[], version: number) => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};
const announce = (topics: Topic[], version: number) => listeners.forEach((listener) => listener(topics, version));

beforeEach(() => {
  listeners = new Set();
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

it("folds what a slow client has not taken into one message with each topic once", async () => {
  const updates = watch(access, undefined);
  expect((await updates.next()).value).toEqual({ kind: "changed", topics: Topic.options, version: 0 });
  for (let version = 1; version <= 1000; version++) announce(["alerts", version % 2 ? "incidents" : "outbox"], version);
  expect((await updates.next()).value).toEqual({
    kind: "changed",
    topics: ["alerts", "incidents", "outbox"],
    version: 1000,
  });
  await updates.return();
});

it("beats after five quiet seconds, not a millisecond earlier", async () => {
  const updates = watch(access, undefined);
  await updates.next();
  const next = vi.fn();
  void updates.next().then(({ value }) => next(value));
  await vi.advanceTimersByTimeAsync(4999);
  expect(next).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(next).toHaveBeenCalledWith({ kind: "beat", now: 42 });
  await updates.return();
});

it("ends with its signal, also while it waits, and unsubscribes", async () => {
  const stop = new AbortController();
  const updates = watch(access, stop.signal);
  await updates.next();
  const next = updates.next();
  stop.abort();
  expect((await next).done).toBe(true);
  expect(listeners.size).toBe(0);
  expect(vi.getTimerCount()).toBe(0);
});

import { afterEach, expect, it, vi } from "vitest";
import { SILENCE_MS, watchUpdates, type Update } from "../../../renderer/api/watch.ts";

afterEach(() => void vi.useRealTimers());

it("calls the connection dead when no beat comes for fifteen seconds, and not a moment before", async () => {
  vi.useFakeTimers();
  let send = (_: IteratorResult<Update>): void => undefined;
  const updates: AsyncIterable<Update> = {
    [Symbol.asyncIterator]: () => ({ next: () => new Promise((resolve) => (send = resolve)) }),
  };
  const heard: string[] = [];
  const watching = watchUpdates({
    updates,
    signal: new AbortController().signal,
    onChanged: (topics) => heard.push(topics.join()),
    onBeat: (now) => heard.push(`beat ${now}`),
    onSilence: () => heard.push("silence"),
  });
  await vi.advanceTimersByTimeAsync(SILENCE_MS - 1);
  send({ done: false, value: { kind: "beat", now: 7 } });
  await vi.advanceTimersByTimeAsync(SILENCE_MS - 1);
  expect(heard).toEqual(["beat 7"]);
  send({ done: false, value: { kind: "changed", topics: ["alerts"], version: 1 } });
  await vi.advanceTimersByTimeAsync(SILENCE_MS);
  expect(heard).toEqual(["beat 7", "alerts", "silence"]);
  send({ done: true, value: undefined });
  await watching;
});

import { expect, it } from "vitest";
import { Analysis } from "../../../electron/engine/analysis/index.ts";
import { Loop } from "../../../electron/engine/analysis/loop.ts";
import type { FromAnalysis } from "../../../electron/engine/analysis/protocol.ts";
import type { LogEntry } from "../../../shared/domain/log.ts";
import { START } from "../../../shared/domain/position.ts";
import { aLog, anAlertBody, ticks } from "../../builders/log.ts";

function aLoop(entries: LogEntry[]) {
  const posted: FromAnalysis[] = [];
  let ended = 0;
  const loop = new Loop(Analysis.restore([], START), {
    read: (after, limit) => entries.filter(({ position }) => position.position > after.position).slice(0, limit),
    post: (message) => posted.push(message),
    end: () => ended++,
  });
  const steps = (): [number, number][] =>
    posted.flatMap((message) =>
      message.kind === "step" ? [[message.step.after.position, message.step.upTo.position] as [number, number]] : [],
    );
  return { loop, posted, steps, ended: () => ended };
}

const alerts = (count: number): LogEntry[] =>
  aLog(
    Array.from({ length: count }, (_, index) => ({ receivedAt: index, body: anAlertBody(`entity-${index}`, index) })),
  );

/** What no log should hold: it makes analysis fail. */
const poisoned = (entries: LogEntry[], index: number): LogEntry[] =>
  entries.map((entry, each) =>
    each === index ? { ...entry, body: { ...entry.body, labels: null } as unknown as LogEntry["body"] } : entry,
  );

it("is never more than two steps ahead of what has been applied", () => {
  const { loop, steps } = aLoop(alerts(1_000));
  loop.receive({ kind: "advance" });
  loop.receive({ kind: "advance" });
  expect(steps()).toEqual([
    [0, 250],
    [250, 500],
  ]);
  loop.receive({ kind: "applied" });
  expect(steps()).toHaveLength(3);
  loop.receive({ kind: "applied" });
  loop.receive({ kind: "applied" });
  loop.receive({ kind: "applied" });
  expect(steps().at(-1)).toEqual([750, 1_000]);
  expect(steps()).toHaveLength(4);
});

it("ends a step where there is much to apply, and the next one begins there", () => {
  const storm = Array.from({ length: 600 }, (_, index) => ({
    receivedAt: index,
    body: anAlertBody("entity", index, { name: `Alert${index}` }),
  }));
  const { loop, steps, posted } = aLoop(aLog([...storm, ...ticks(20_000, 60_000)]));
  for (let applied = 0; applied < 20; applied++) loop.receive({ kind: "applied" });
  expect(steps().map(([after]) => after)).toEqual([
    0,
    ...steps()
      .slice(0, -1)
      .map(([, upTo]) => upTo),
  ]);
  expect(steps().at(-1)?.[1]).toBe(609);
  const behind = posted.flatMap((message) => (message.kind === "step" ? [message.isBehind] : []));
  expect(behind).toContain(true);
  expect(behind.at(-1)).toBe(false);
});

it("goes on when the log has grown", () => {
  const entries = alerts(3);
  const growing = entries.slice(0, 1);
  const { loop, steps } = aLoop(growing);
  loop.receive({ kind: "advance" });
  growing.push(...entries.slice(1));
  loop.receive({ kind: "advance" });
  expect(steps()).toEqual([
    [0, 1],
    [1, 3],
  ]);
});

it("reports the entry at fault and ends", () => {
  const { loop, posted, ended } = aLoop(poisoned(alerts(10), 6));
  loop.receive({ kind: "advance" });
  loop.receive({ kind: "advance" });
  expect(posted).toMatchObject([
    { kind: "reading", after: { position: 0 }, upTo: { position: 10 }, entries: 10 },
    { kind: "crashed", position: { partition: 0, position: 7 } },
  ]);
  expect(ended()).toBe(1);
});

it("passes over entries that are to be skipped, also the last one", () => {
  const { loop, steps } = aLoop(poisoned(poisoned(alerts(10), 6), 9));
  loop.receive({ kind: "skip", positions: [7, 10].map((position) => ({ partition: 0, position })) });
  loop.receive({ kind: "advance" });
  expect(steps()).toEqual([[0, 10]]);
});

it("reads singly as far as it is told to, and tells of each entry before", () => {
  const { loop, posted, steps } = aLoop(alerts(10));
  loop.receive({ kind: "single", upTo: { partition: 0, position: 2 } });
  for (let applied = 0; applied < 4; applied++) loop.receive({ kind: "applied" });
  expect(steps()).toEqual([
    [0, 1],
    [1, 2],
    [2, 10],
  ]);
  expect(posted.map(({ kind }) => kind)).toEqual(["reading", "step", "reading", "step", "reading", "step"]);
});

it("ends when it is told to start again", () => {
  const { loop, posted, ended } = aLoop(alerts(10));
  loop.receive({ kind: "restart" });
  loop.receive({ kind: "advance" });
  expect(ended()).toBe(1);
  expect(posted).toEqual([]);
});

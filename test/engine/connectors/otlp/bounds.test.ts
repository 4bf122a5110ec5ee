import { describe, expect, it } from "vitest";
import { createEdgeLearner } from "../../../../electron/engine/connectors/otlp/edges.ts";
import { createStatistics } from "../../../../electron/engine/connectors/otlp/statistics.ts";
import type { Span } from "../../../../electron/engine/connectors/otlp/telemetry.ts";
import type { Reasons } from "../../../../electron/engine/connectors/reasons.ts";

const aSpan = (spanId: string, kind: number, parentId = "", attributes: Span["attributes"] = {}): Span => ({
  traceId: "t",
  spanId,
  parentId,
  kind,
  startAt: 0,
  endAt: 1,
  failed: false,
  attributes,
  links: [],
});

describe("what waits for its other side", () => {
  it("is bounded: the oldest goes, and is counted", () => {
    const reasons: Reasons = {};
    const learner = createEdgeLearner({ waiting: 2, edges: 10 });
    for (const id of ["1", "2", "3"]) learner.learn("a", aSpan(id, 3), 0, reasons);
    expect(reasons).toEqual({ "ignored.spanEvicted": 1 });
    expect(learner.learn("b", aSpan("x", 2, "1"), 0, reasons)).toEqual([]);
    expect(learner.learn("b", aSpan("y", 2, "3"), 0, reasons)).toMatchObject([
      { from: { value: "a" }, to: { value: "b" } },
    ]);
  });

  it("is forgotten after a minute", () => {
    const learner = createEdgeLearner({ waiting: 10, edges: 10 });
    learner.learn("a", aSpan("1", 3), 0, {});
    learner.learn("b", aSpan("2", 2, "other"), 0, {});
    learner.settle(59_999, {});
    expect(learner.size.waiting).toBe(2);
    learner.settle(60_000, {});
    expect(learner.size.waiting).toBe(0);
  });
});

it("dependencies are bounded, and those without room are counted", () => {
  const reasons: Reasons = {};
  const learner = createEdgeLearner({ waiting: 10, edges: 1 });
  const onDatabase = (name: string) =>
    learner.learn("a", aSpan("1", 3, "", { "db.system": "x", "db.name": name }), 0, reasons);
  expect([onDatabase("one").length, onDatabase("two").length, learner.size.edges]).toEqual([1, 0, 1]);
  expect(reasons).toEqual({ "ignored.operationLimit": 1 });
});

describe("statistics", () => {
  const MINUTE = 60_000;

  it("keep an hour, and start each minute afresh", () => {
    const statistics = createStatistics(10);
    statistics.add("a", 0, 10, true);
    statistics.add("a", 60 * MINUTE, 10, false);
    expect(statistics.over("a", 0, 60 * MINUTE)).toMatchObject({ requests: 1, failures: 0 });
    statistics.add("a", 0, 10, true);
    expect(statistics.over("a", 0, 60 * MINUTE)).toMatchObject({ requests: 1 });
  });

  it("know the 95th percentile to a fifth", () => {
    const statistics = createStatistics(10);
    for (let ms = 1; ms <= 1_000; ms++) statistics.add("a", 0, ms, false);
    const { p95Ms } = statistics.over("a", 0, 1);
    expect(p95Ms).toBeGreaterThanOrEqual(950);
    expect(p95Ms).toBeLessThan(950 * 1.2);
    expect(statistics.over("nobody", 0, 1)).toEqual({ requests: 0, failures: 0, p95Ms: null });
  });

  it("have room for so many services", () => {
    const statistics = createStatistics(1);
    expect([
      statistics.add("a", 0, 1, false),
      statistics.add("b", 0, 1, false),
      statistics.add("a", 0, 1, false),
    ]).toEqual([true, false, true]);
  });
});

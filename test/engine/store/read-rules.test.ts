import { describe, expect, it } from "vitest";
import type { Acknowledgement } from "../../../shared/domain/outbox.ts";
import type { TimelineBar } from "../../../shared/domain/timeline.ts";
import { aggregateAcknowledgement } from "../../../electron/engine/store/read-acknowledgement.ts";
import { mergeBars } from "../../../electron/engine/store/read-bars.ts";
import { expectedBand } from "../../../electron/engine/store/read-expected.ts";
import { litEdges } from "../../../electron/engine/store/read-lit.ts";
import { stateOfSource, staleSinceOf } from "../../../electron/engine/store/read-sources.ts";
import { movementOf, spanOf } from "../../../electron/engine/store/read-trend.ts";

describe("acknowledgement of an incident", () => {
  const of = (...states: Acknowledgement["state"][]) => aggregateAcknowledgement(new Set(states));
  it("is that of all its alerts when they agree", () => {
    for (const state of ["none", "queued", "sent", "confirmed", "conflict", "failed"] as const)
      expect(of(state)).toBe(state);
    expect(of()).toBe("none");
  });
  it("is partial when some are confirmed and others have none", () => expect(of("none", "confirmed")).toBe("partial"));
  it("names trouble before what is on its way and that before what is done", () => {
    expect(of("confirmed", "failed", "conflict", "queued")).toBe("conflict");
    expect(of("confirmed", "failed", "queued")).toBe("failed");
    expect(of("confirmed", "queued", "none")).toBe("queued");
  });
});

describe("movement of an incident", () => {
  const now = 1000 * 150_000;
  it("places the span that is filling last and leaves out older ones", () => {
    const { spark } = movementOf(
      [
        [spanOf(now), 3],
        [spanOf(now) - 11, 7],
        [spanOf(now) - 12, 99],
      ],
      0,
      now,
    );
    expect(spark).toEqual([7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3]);
  });
  it("counts per minute over the time that has passed in the last two spans", () => {
    expect(movementOf([[spanOf(now) - 1, 10]], 0, now).perMinute).toBe(4);
    expect(movementOf([[spanOf(now) - 1, 10]], 0, now + 150_000 - 1).perMinute).toBe(2);
  });
  it("has no trend before it is older than what would be compared, to the millisecond", () => {
    const trend = (startedAt: number) => movementOf([[spanOf(now), 9]], startedAt, now).trend;
    expect([trend(now - 3 * 150_000), trend(now - 3 * 150_000 - 1)]).toEqual(["new", "rising"]);
  });
  it("rises and falls beyond a fifth only", () => {
    const trend = (before: number, recent: number) =>
      movementOf(
        [
          [spanOf(now) - 3, before],
          [spanOf(now) - 1, recent],
        ],
        0,
        now,
      ).trend;
    expect([trend(20, 12), trend(20, 13), trend(20, 8), trend(20, 7), trend(0, 0), trend(0, 1)]).toEqual([
      "steady",
      "rising",
      "steady",
      "falling",
      "steady",
      "rising",
    ]);
  });
});

describe("expected band", () => {
  const points = (count: number) => Array.from({ length: count }, (_, at): [number, number | null] => [at, at]);
  it("is the 5th to 95th percentile of what came before, without what is missing", () => {
    expect(expectedBand([...points(21), [5, null], [21, 1e9]], 21)).toEqual({ low: 1, high: 19 });
  });
  it("needs twelve values", () => {
    expect(expectedBand(points(11), 100)).toBeNull();
    expect(expectedBand(points(12), 100)).not.toBeNull();
  });
});

describe("bars of several alerts", () => {
  const bar = (from: number, to: number | null, more: Partial<TimelineBar> = {}): TimelineBar => ({
    from,
    to,
    severity: "minor",
    state: "firing",
    acknowledged: false,
    ...more,
  });
  it("show the worst at each moment and keep gaps", () => {
    expect(mergeBars([bar(0, 10), bar(5, 8, { severity: "critical" }), bar(20, null)])).toEqual([
      bar(0, 5),
      bar(5, 8, { severity: "critical" }),
      bar(8, 10),
      bar(20, null),
    ]);
  });
  it("join where nothing changes", () =>
    expect(mergeBars([bar(0, 10), bar(10, 20), bar(5, 15)])).toEqual([bar(0, 20)]));
  it("count as acknowledged when all that fire are", () => {
    const seen = { acknowledged: true };
    expect(mergeBars([bar(0, 10, seen), bar(5, 10)])).toEqual([bar(0, 5, seen), bar(5, 10)]);
    expect(mergeBars([bar(0, 10, seen), bar(0, 10, { state: "suppressed", severity: "critical" })])).toEqual([
      bar(0, 10, seen),
    ]);
  });
});

describe("lit edges", () => {
  const edge = (from: string, to: string) => ({ from, to, origin: "traces", confidence: 1 }) as never;
  it("lead from what is affected along dependencies to a cause", () => {
    const edges = [
      edge("web", "api"),
      edge("api", "db"),
      edge("api", "cache"),
      edge("db", "disk"),
      edge("batch", "db"),
    ];
    const lit = litEdges(edges, ["db"], ["web", "db"])
      .filter((one) => one.lit)
      .map((one) => `${one.from}>${one.to}`);
    expect(lit).toEqual(["web>api", "api>db"]);
  });
  it("end in a circle of dependencies too", () => {
    expect(litEdges([edge("a", "b"), edge("b", "a")], ["a"], ["b"]).every((one) => one.lit)).toBe(true);
  });
});

describe("state of a source", () => {
  const source = { enabled: 1, lastGoodAt: 1000, intervalMs: 100 };
  it("is stale after three intervals without a good answer, since that moment", () => {
    expect([stateOfSource(source, 1300), stateOfSource(source, 1301)]).toEqual(["live", "stale"]);
    expect(staleSinceOf(source, 5000)).toBe(1300);
  });
  it("is starting until the first answer and disabled when switched off", () => {
    expect(stateOfSource({ ...source, lastGoodAt: null }, 9999)).toBe("starting");
    expect(stateOfSource({ ...source, enabled: 0 }, 9999)).toBe("disabled");
  });
});

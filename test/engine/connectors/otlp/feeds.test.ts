import { describe, expect, it } from "vitest";
import { LineFeed } from "../../../../electron/engine/connectors/otlp/lineFeed.ts";
import { otlp } from "../../../../electron/engine/connectors/otlp/otlp.ts";
import { OtlpState, STATE_LIMITS } from "../../../../electron/engine/connectors/otlp/state.ts";
import { SpanFeed } from "../../../../electron/engine/connectors/otlp/spanFeed.ts";
import { createStatistics } from "../../../../electron/engine/connectors/otlp/statistics.ts";
import type { Reasons } from "../../../../electron/engine/connectors/reasons.ts";

const MINUTE = 60_000;
const NOON = Date.UTC(2026, 10, 22, 12);

describe("log records as lines", () => {
  it("carry the word of their level unless they say it themselves, and stand by time", () => {
    const feed = new LineFeed(10);
    feed.add("shop", { at: NOON + 2, severityNumber: 17, text: "no connection" }, NOON, {});
    feed.add("shop", { at: NOON + 1, severityNumber: 9, text: "INFO ready" }, NOON, {});
    feed.add("shop", { at: 0, severityNumber: 0, text: "plain" }, NOON, {});
    const lines = feed.take().flatMap((report) => report.lines);
    expect(lines.map(({ at, text }) => [at - NOON, text])).toEqual([
      [0, "plain"],
      [1, "INFO ready"],
      [2, "ERROR no connection"],
    ]);
    expect(lines[0]!.entity).toEqual([{ namespace: "service.name", value: "shop", kind: "service" }]);
    expect(feed.take()).toEqual([]);
  });

  it("are taken up to the limit of a minute, the others counted; 0 takes none and counts none", () => {
    const feed = new LineFeed(3);
    const reasons: Reasons = {};
    const add = (to: LineFeed, now: number): void =>
      to.add("shop", { at: now, severityNumber: 9, text: "a line" }, now, reasons);
    for (let count = 0; count < 5; count++) add(feed, NOON + count);
    expect(feed.take()[0]!.lines).toHaveLength(3);
    expect(reasons).toEqual({ "ignored.lineLimit": 2 });
    add(feed, NOON + MINUTE);
    expect(feed.take()[0]!.lines).toHaveLength(1);
    const none = new LineFeed(0);
    add(none, NOON);
    expect([none.take(), reasons]).toEqual([[], { "ignored.lineLimit": 2 }]);
  });

  it("are cut when they are long", () => {
    const feed = new LineFeed(10);
    feed.add("shop", { at: NOON, severityNumber: 0, text: "x".repeat(8_192) }, NOON, {});
    expect(feed.take()[0]!.lines[0]!.text).toHaveLength(4_100);
  });

  it("wait in a bounded number while nothing can be stored, the others counted", () => {
    const state = new OtlpState(otlp.config.parse({ linesPerMinute: 1_000 }), NOON, { ...STATE_LIMITS, lines: 3 });
    const request = (count: number) => {
      const records = Array.from({ length: count }, () => ({ at: NOON, severityNumber: 9, text: "a line" }));
      state.takeLogs([{ resource: { "service.name": "shop" }, records, malformed: 0 }], NOON);
      const collected = state.collect();
      state.giveBack(collected);
      return collected.ignored;
    };
    for (let count = 0; count < 5; count++) request(1);
    const { reports, ignored } = state.collect();
    expect(reports.filter(({ kind }) => kind === "lines")).toHaveLength(3);
    expect(reports.some(({ kind }) => kind === "entity")).toBe(true);
    expect(ignored).toEqual({ "ignored.linesWaiting": 2 });
  });

  it("come in reports of at most 250", () => {
    const feed = new LineFeed(1_000);
    for (let count = 0; count < 501; count++)
      feed.add("shop", { at: NOON + count, severityNumber: 9, text: `line ${count}` }, NOON, {});
    expect(feed.take().map(({ lines }) => lines.length)).toEqual([250, 250, 1]);
  });
});

describe("statistics of spans as metrics", () => {
  it("tell each minute once, half a minute after it is over, but not that of the start", () => {
    const statistics = createStatistics(10);
    const feed = new SpanFeed(NOON + 10_000);
    for (const [at, failed] of [
      [20_000, false],
      [MINUTE, true],
      [MINUTE + 1, false],
      [2 * MINUTE, false],
    ] as const)
      statistics.add("shop", NOON + at, 100, failed);
    expect(feed.take(statistics, NOON + 2 * MINUTE + 29_999)).toEqual([]);
    const [report, ...others] = feed.take(statistics, NOON + 2 * MINUTE + 30_000);
    expect(others).toEqual([]);
    expect(report!.series.map(({ name, unit, points }) => [name, unit, points])).toEqual([
      ["Requests", "/min", [[NOON + MINUTE, 2]]],
      ["Failed requests", "%", [[NOON + MINUTE, 50]]],
      ["p95 latency", "ms", [[NOON + MINUTE, expect.closeTo(102, 0)]]],
    ]);
    expect(feed.take(statistics, NOON + 2 * MINUTE + 45_000)).toEqual([]);
    expect(feed.take(statistics, NOON + 3 * MINUTE + 30_000)[0]!.series[0]!.points).toEqual([[NOON + 2 * MINUTE, 1]]);
  });
});

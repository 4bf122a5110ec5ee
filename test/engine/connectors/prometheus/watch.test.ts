import { describe, expect, it } from "vitest";
import { prometheus } from "../../../../electron/engine/connectors/prometheus/prometheus.ts";
import { fetchWatched, type WatchSettings } from "../../../../electron/engine/connectors/prometheus/watch.ts";
import { aConnectorIo } from "../../../builders/connectorIo.ts";
import { anHttpServer, json } from "../../../builders/httpServer.ts";

const NOW = Date.UTC(2026, 10, 22, 12, 0, 7);
const STEP = 30_000;
const RATE = "sum by (job) (rate(http_requests_total[5m]))";

type Asked = { query: string; start: number; end: number; step: number };

/** A Prometheus with a value at every step: the number of the step, or as `value` says; no answer for `failing`. */
async function aWatched(watch: string[], value = (at: number): string => String(at / STEP)) {
  const failing = new Set<string>();
  const ranges: Asked[] = [];
  const { url } = await anHttpServer(({ path }, response) => {
    const parameters = new URL(path, "http://p").searchParams;
    const query = parameters.get("query")!;
    const [start, end, step] = ["start", "end", "step"].map((name) => Number(parameters.get(name)) * 1000);
    if (failing.has(query)) return json(response, { status: "error" }, 400);
    ranges.push({ query, start: start!, end: end!, step: step! });
    const values: [number, string][] = [];
    for (let at = start!; at <= end!; at += step!) values.push([at / 1000, value(at)]);
    const metric = query === RATE ? { job: "shop" } : { __name__: query, instance: "db-1:9100" };
    json(response, { status: "success", data: { resultType: "matrix", result: [{ metric, values }] } });
  });
  const parsed = prometheus.config.parse({ url, watch });
  return { settings: parsed as WatchSettings, ranges, failing };
}

const cursorOf = (watched: Record<string, number>): string => JSON.stringify({ watched });

describe("watched expressions", () => {
  it("are told from three hours back at first, at whole steps, in reports of bounded size", async () => {
    const { settings, ranges } = await aWatched([RATE]);
    const { reports } = await fetchWatched(settings, undefined, aConnectorIo({}, { at: NOW }));
    const to = Math.floor(NOW / STEP) * STEP;
    expect(ranges).toEqual([{ query: RATE, start: to - 3 * 3_600_000 + STEP, end: to, step: STEP }]);
    const points = reports.flatMap(({ series }) => series.flatMap((each) => each.points));
    expect(points).toHaveLength(360);
    expect(points.at(-1)).toEqual([to, to / STEP]);
    for (const { series } of reports)
      expect(series.reduce((sum, each) => sum + each.points.length, 0)).toBeLessThanOrEqual(500);
    expect(reports[0]!.series[0]).toMatchObject({ name: RATE, unit: "", labels: { job: "shop" }, entity: [] });
  });

  it("are told only what is newer than the cursor, and nothing within a step", async () => {
    const { settings, ranges } = await aWatched(["queue_depth"]);
    const clock = { at: NOW };
    const first = await fetchWatched(settings, undefined, aConnectorIo({}, clock));
    clock.at += STEP;
    const second = await fetchWatched(settings, cursorOf(first.watched), aConnectorIo({}, clock));
    expect(second.reports.flatMap(({ series }) => series.flatMap(({ points }) => points))).toHaveLength(1);
    clock.at += STEP - 10_000;
    ranges.length = 0;
    const third = await fetchWatched(settings, cursorOf(second.watched), aConnectorIo({}, clock));
    expect([third.reports, ranges]).toEqual([[], []]);
  });

  it("that fail are counted and asked again from where they were; the others go on", async () => {
    const { settings, failing, ranges } = await aWatched(["broken(", "queue_depth"]);
    failing.add("broken(");
    const clock = { at: NOW };
    const first = await fetchWatched(settings, undefined, aConnectorIo({}, clock));
    expect(first.ignored).toEqual({ "ignored.watchFailed": 1 });
    expect(first.reports[0]!.series[0]!.name).toBe("queue_depth");
    failing.clear();
    clock.at += STEP;
    ranges.length = 0;
    await fetchWatched(settings, cursorOf(first.watched), aConnectorIo({}, clock));
    expect(ranges.map(({ query, start, end }) => [query, (end - start) / STEP])).toEqual([
      ["broken(", 359],
      ["queue_depth", 0],
    ]);
  });

  it("leave out and count what is no number", async () => {
    const { settings } = await aWatched(["ratio"], (at) => ((at / STEP) % 2 === 0 ? "NaN" : "0.5"));
    const { reports, ignored } = await fetchWatched(settings, undefined, aConnectorIo({}, { at: NOW }));
    expect(reports.flatMap(({ series }) => series.flatMap(({ points }) => points))).toHaveLength(180);
    expect(ignored).toEqual({ "ignored.sampleNoNumber": 180 });
  });

  it("survive a cursor of another version", async () => {
    const { settings } = await aWatched(["queue_depth"]);
    const { reports } = await fetchWatched(settings, "{", aConnectorIo({}, { at: NOW }));
    expect(reports.length).toBeGreaterThan(0);
  });
});

import { describe, expect, it } from "vitest";
import { prometheus } from "../../../../electron/engine/connectors/prometheus/prometheus.ts";
import { fetchWatched, type WatchSettings } from "../../../../electron/engine/connectors/prometheus/watch.ts";
import { watchedOf } from "../../../../electron/engine/connectors/prometheus/watchEntry.ts";
import type { SamplesReport } from "../../../../shared/domain/event.ts";
import { aConnectorIo } from "../../../builders/connectorIo.ts";
import { anHttpServer, json } from "../../../builders/httpServer.ts";

const NOW = Date.UTC(2026, 10, 22, 12, 0, 7);
const STEP = 30_000;
const RATE = "sum by (job) (rate(http_requests_total[5m]))";

type Asked = { query: string; start: number; end: number; step: number };

/** A Prometheus with a value at every step: the number of the step, or as `value` says; no answer for `failing`. */
async function aWatched(
  watch: readonly unknown[],
  value = (at: number): string => String(at / STEP),
  asked = (): void => {},
) {
  const failing = new Set<string>();
  const ranges: Asked[] = [];
  const { url } = await anHttpServer(({ path }, response) => {
    const parameters = new URL(path, "http://p").searchParams;
    const query = parameters.get("query")!;
    const [start, end, step] = ["start", "end", "step"].map((name) => Number(parameters.get(name)) * 1000);
    asked();
    if (failing.has(query)) return json(response, { status: "error" }, 400);
    ranges.push({ query, start: start!, end: end!, step: step! });
    const values: [number, string][] = [];
    for (let at = start!; at <= end!; at += step!) values.push([at / 1000, value(at)]);
    const metric = query === RATE ? { job: "shop" } : { __name__: query, instance: "db-1:9100" };
    json(response, { status: "success", data: { resultType: "matrix", result: [{ metric, values }] } });
  });
  return { settings: settingsFor(url, watch), ranges, failing };
}

function settingsFor(url: string, watch: readonly unknown[]): WatchSettings {
  const parsed = prometheus.config.parse({ url, watch });
  return { ...parsed, watch: parsed.watch.map(watchedOf) };
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

  it("that take too long leave the others for the next poll, which goes on with them", async () => {
    const clock = { at: NOW };
    const names = ["a", "b", "c", "d", "e"];
    const { settings, failing, ranges } = await aWatched(names, undefined, () => void (clock.at += 8_000));
    failing.add("a");
    const first = await fetchWatched(settings, undefined, aConnectorIo({}, clock));
    expect(first.reports[0]!.series[0]!.name).toBe("b");
    expect([ranges.map(({ query }) => query), first.ignored]).toEqual([["b"], { "ignored.watchFailed": 1 }]);
    ranges.length = 0;
    clock.at += 2 * STEP;
    const second = await fetchWatched(settings, JSON.stringify(first), aConnectorIo({}, clock));
    expect(ranges.map(({ query, start, end }) => [query, (end - start) / STEP])).toEqual([
      ["c", 359],
      ["d", 359],
    ]);
    ranges.length = 0;
    failing.clear();
    await fetchWatched(settings, JSON.stringify(second), aConnectorIo({}, clock));
    expect(ranges.map(({ query }) => query)).toEqual(["e", "a"]);
  });

  it("are cut by time, each value once, also where series begin and end at different times", async () => {
    const count = 120;
    const values = (series: number): [number, string][] =>
      Array.from({ length: 9 }, (_, step) => [(NOW - 7_000 + (series + step) * STEP) / 1000, `${series * 100 + step}`]);
    const { url } = await anHttpServer((_, response) => {
      const result = Array.from({ length: count }, (_, series) => ({
        metric: { __name__: "queue_depth", queue: String(series) },
        values: values(series),
      }));
      json(response, { status: "success", data: { resultType: "matrix", result } });
    });
    const settings = settingsFor(url, ["queue_depth"]);
    const { reports } = await fetchWatched(settings, undefined, aConnectorIo({}, { at: NOW }));
    const told = reports.map(({ series }) => series.flatMap(({ points }) => points));
    expect(new Set(told.flat().map(([, value]) => value)).size).toBe(count * 9);
    expect(told.flat()).toHaveLength(count * 9);
    const bounds = told.map((points) => points.map(([at]) => at).sort((one, other) => one - other));
    for (const [index, times] of bounds.entries())
      if (index > 0) expect(times[0]).toBeGreaterThan(bounds[index - 1]!.at(-1)!);
    for (const { series } of reports) for (const { points } of series) expect(points.length).toBeGreaterThan(0);
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

describe("a limit", () => {
  const HOUR = 3_600_000;
  const DISK = { query: "disk_used", name: "Disk {{ mountpoint }}", unit: "%", upper: 90 };

  /** Answers the past without the metric's name, as a function over time does. */
  async function aLimited(watch: readonly unknown[], failing = false, wait = (): void => {}) {
    const asked: Asked[] = [];
    const refused = new Set<string>();
    let isPastFailing = failing;
    const { url } = await anHttpServer(({ path }, response) => {
      const parameters = new URL(path, "http://p").searchParams;
      const [start, end, step] = ["start", "end", "step"].map((name) => Number(parameters.get(name)) * 1000);
      const query = parameters.get("query")!;
      asked.push({ query, start: start!, end: end!, step: step! });
      wait();
      const isPast = query.includes("_over_time");
      if (refused.has(query) || (isPast && isPastFailing)) return json(response, { status: "error" }, 422);
      const labels = { instance: "db-1:9100", mountpoint: "/data" };
      const gone = { metric: { instance: "db-0:9100", mountpoint: "/" }, values: [[end! / 1000, "1"]] };
      const metric = isPast ? labels : { __name__: "disk_used", ...labels };
      const result = [{ metric, values: [[end! / 1000, "61"]] }, ...(isPast ? [gone] : [])];
      json(response, { status: "success", data: { resultType: "matrix", result } });
    });
    return { settings: settingsFor(url, watch), asked, refused, answerPast: () => void (isPastFailing = false) };
  }

  it("comes with every series, which is called and measured as the entry says", async () => {
    const { settings } = await aLimited([DISK]);
    const { reports } = await fetchWatched(settings, undefined, aConnectorIo({}, { at: NOW }));
    const series = reports.at(-1)!.series[0]!;
    expect(series).toMatchObject({ name: "Disk /data", unit: "%", limit: { bound: "upper", value: 90 } });
  });

  it("has the past told once, by the hour, of the series that there are now, before what is new", async () => {
    const { settings, asked } = await aLimited([DISK]);
    const first = await fetchWatched(settings, undefined, aConnectorIo({}, { at: NOW }));
    const to = Math.floor(NOW / HOUR) * HOUR;
    const query = "max_over_time((disk_used\n)[1h:15m])";
    expect(asked[1]).toEqual({ query, start: to - 21 * 24 * HOUR, end: to, step: HOUR });
    const [past, live] = first.reports;
    expect(past).toMatchObject({ past: true, series: [{ name: "Disk /data", points: [[to - HOUR / 2, 61]] }] });
    expect(past!.series).toHaveLength(1);
    expect(live!.past).toBeUndefined();
    asked.length = 0;
    const clock = { at: NOW + STEP };
    await fetchWatched(settings, JSON.stringify(first), aConnectorIo({}, clock));
    expect(asked.map((each) => each.query)).toEqual(["disk_used"]);
  });

  it("from below is asked for the least of each hour", async () => {
    const { settings, asked } = await aLimited([{ query: "cert_left", lower: 0 }]);
    const { reports } = await fetchWatched(settings, undefined, aConnectorIo({}, { at: NOW }));
    expect(asked[1]!.query).toMatch(/^min_over_time/);
    expect(reports.at(-1)!.series[0]!.limit).toEqual({ bound: "lower", value: 0 });
  });

  it("whose past fails is counted and asked again, each time later, and after six times no more", async () => {
    const { settings, asked } = await aLimited([DISK], true);
    const clock = { at: NOW };
    let cursor: string | undefined;
    const triedAfterMinutes: number[] = [];
    for (let minute = 0; minute < 400; minute++, clock.at += 2 * STEP) {
      const polled = await fetchWatched(settings, cursor, aConnectorIo({}, clock));
      if (polled.ignored["ignored.watchPastFailed"] === 1) triedAfterMinutes.push(minute);
      expect(polled.reports).toHaveLength(1);
      cursor = JSON.stringify(polled);
    }
    expect(triedAfterMinutes).toEqual([0, 1, 5, 21, 85, 341]);
    expect(asked.filter(({ query }) => query.includes("_over_time"))).toHaveLength(6);
  });

  it("whose past failed once has it told with the next answer that is due", async () => {
    const limited = await aLimited([DISK], true);
    const first = await fetchWatched(limited.settings, undefined, aConnectorIo({}, { at: NOW }));
    limited.answerPast();
    const again = aConnectorIo({}, { at: NOW + 2 * STEP });
    const second = await fetchWatched(limited.settings, JSON.stringify(first), again);
    expect(second.reports.map(({ past }) => past === true)).toEqual([true, false]);
    expect([second.pastTold.length, second.pastTries]).toEqual([1, {}]);
  });

  it("has its past asked for with the next poll when the time of this one is over", async () => {
    const clock = { at: NOW };
    const { settings, asked } = await aLimited([DISK], false, () => void (clock.at += 15_000));
    const first = await fetchWatched(settings, undefined, aConnectorIo({}, clock));
    expect([asked.length, first.reports.length, first.pastTold]).toEqual([1, 1, []]);
    const slower = aConnectorIo({}, { at: NOW + 2 * STEP });
    const second = await fetchWatched(settings, JSON.stringify(first), slower);
    expect(second.reports[0]!.past).toBe(true);
  });

  it("has its past told again after a gap that is longer than what is made up for", async () => {
    const { settings, asked } = await aLimited([DISK]);
    const first = await fetchWatched(settings, undefined, aConnectorIo({}, { at: NOW }));
    for (const [gap, isAsked] of [
      [3 * HOUR, false],
      [3 * HOUR + STEP, true],
    ] as const) {
      asked.length = 0;
      await fetchWatched(settings, JSON.stringify(first), aConnectorIo({}, { at: NOW + gap }));
      expect(asked.some(({ query }) => query.includes("_over_time"))).toBe(isAsked);
    }
  });

  it("holds for a series whichever expression gives it, also while one of them fails", async () => {
    const limits = (reports: readonly SamplesReport[]) =>
      reports.flatMap(({ past, series }) => (past === true ? [] : series.map(({ limit }) => limit?.value ?? null)));
    const other = { ...DISK, query: "disk_used > 0", upper: 80 };
    const plain = { query: "disk_used + 0", name: DISK.name };
    const { settings, refused } = await aLimited([plain, DISK, other]);
    const clock = { at: NOW };
    let told = await fetchWatched(settings, undefined, aConnectorIo({}, clock));
    expect([limits(told.reports), told.ignored]).toEqual([[90, 90, 90], { "ignored.watchTwoLimits": 1 }]);
    for (const query of [DISK.query, other.query, plain.query]) {
      refused.clear();
      refused.add(query);
      clock.at += STEP;
      told = await fetchWatched(settings, JSON.stringify(told), aConnectorIo({}, clock));
      expect([limits(told.reports), told.ignored]).toEqual([[90, 90], { "ignored.watchFailed": 1 }]);
    }
    refused.clear();
    clock.at += STEP;
    const without = { ...settings, watch: settings.watch.filter(({ query }) => query !== DISK.query) };
    const after = await fetchWatched(without, JSON.stringify(told), aConnectorIo({}, clock));
    expect(limits(after.reports)).toEqual([80, 80]);
  });

  it("is told of in one entry: two with the same query and name are refused", () => {
    const parse = (...watch: unknown[]) => prometheus.config.safeParse({ url: "http://p", watch }).success;
    expect(parse("disk_used", { query: "disk_used", lower: 1 })).toBe(false);
    expect(parse(DISK, { ...DISK, upper: 80 })).toBe(false);
    expect(parse("disk_used", DISK, { ...DISK, name: "Other" })).toBe(true);
  });

  it("is at one end only, and needs a query", () => {
    const parse = (entry: unknown) => prometheus.config.safeParse({ url: "http://p", watch: [entry] }).success;
    expect(parse(DISK)).toBe(true);
    expect(parse({ query: "a", unit: "B" })).toBe(true);
    expect(parse({ ...DISK, lower: 1 })).toBe(false);
    expect(parse({ upper: 1 })).toBe(false);
    expect(parse({ ...DISK, uper: 1 })).toBe(false);
  });
});

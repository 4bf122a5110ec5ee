import { afterEach, beforeEach, expect, it } from "vitest";
import { readEvents } from "../../../electron/engine/store/event-log.ts";
import { loadSeries } from "../../../electron/engine/store/series.ts";
import type { LinesReport, SamplesReport } from "../../../shared/domain/event.ts";
import type { LogBody } from "../../../shared/domain/log.ts";
import { START } from "../../../shared/domain/position.ts";
import { IntakeBench, NOW } from "../../builders/intake.ts";

let bench: IntakeBench;
beforeEach(() => (bench = new IntakeBench()));
afterEach(() => bench.close());

const log = (): LogBody[] => readEvents(bench.db, START, 1000).map(({ body }) => body);
const values = () => log().flatMap((body) => (body.kind === "samples" ? body.samples : []));

const samples = (
  points: [number, number][],
  labels: Record<string, string> = { service: "checkout" },
): SamplesReport => ({
  kind: "samples",
  series: [{ name: "latency", unit: "ms", labels, entity: [], points }],
});

it("logs values as one entry, about the entity that the labels name", () => {
  bench.push("prometheus", [
    samples([
      [NOW - 10, 5],
      [NOW, 6],
    ]),
  ]);
  expect(values()).toMatchObject([
    { at: NOW - 10, value: 5 },
    { at: NOW, value: 6 },
  ]);
  const [series] = loadSeries(bench.db);
  expect(series).toMatchObject({ name: "latency", unit: "ms", sourceId: "prometheus", id: values()[0]!.seriesId });
  expect(bench.intake.state.entities.get(series!.entityId).name).toBe("checkout");
});

it("logs a value once, however often it is told, and leaves out what is no number", () => {
  bench.push("prometheus", [
    samples([[NOW, 5]]),
    samples([
      [NOW, 5],
      [NOW + 1, Number.NaN],
      [NOW + 2, 7],
    ]),
  ]);
  expect(values().map(({ value }) => value)).toEqual([5, 7]);
  expect(bench.intake.takeIgnored("prometheus")).toEqual({ "ignored.sampleNoNumber": 1 });
});

it("tells series apart by name, labels and source, not by the order of labels", () => {
  bench.push("prometheus", [
    samples([[NOW, 1]], { service: "a", env: "x" }),
    samples([[NOW + 1, 1]], { env: "x", service: "a" }),
  ]);
  bench.push("prometheus", [samples([[NOW, 1]], { service: "a", env: "y" })]);
  bench.push("other", [samples([[NOW, 1]], { service: "a", env: "x" })]);
  expect(loadSeries(bench.db)).toHaveLength(3);
});

it("masks lines, and label values of series, before they are written", () => {
  const lines: LinesReport = {
    kind: "lines",
    lines: [
      {
        at: NOW,
        entity: [{ namespace: "service.name", value: "checkout", kind: "service" }],
        text: "mail to ann@example.org\nfailed",
      },
    ],
  };
  bench.push("otlp", [lines, samples([[NOW, 1]], { service: "checkout", owner: "ann@example.org" })]);
  const [line] = log().flatMap((body) => (body.kind === "lines" ? body.lines : []));
  expect(line!.text).toMatch(/^mail to <email:k1:[0-9a-f]{12}> failed$/);
  expect(JSON.stringify(loadSeries(bench.db))).not.toContain("ann@");
});

it("knows its series again after a restart", () => {
  bench.push("prometheus", [samples([[NOW, 1]])]);
  const [before] = loadSeries(bench.db);
  bench.restart();
  bench.push("prometheus", [samples([[NOW + 1, 2]])], NOW + 1);
  expect(loadSeries(bench.db)).toEqual([before]);
});

it("logs a limit when it is set, moved or taken away, before the values, and not with every value", () => {
  const limited = (at: number, value: number | null) => {
    const report = samples([[at, 1]]);
    const limit = value === null ? {} : { limit: { bound: "upper" as const, value } };
    return { ...report, series: report.series.map((series) => ({ ...series, ...limit })) };
  };
  for (const [at, value] of [
    [1, 90],
    [2, 90],
    [3, 95],
    [4, null],
    [5, null],
  ] as const)
    // prettier-ignore
    bench.push("prometheus", [limited(NOW + at, value)]);
  const kinds = log().flatMap((body): (string | number | null)[] =>
    body.kind === "limit" ? [body.limit?.value ?? null] : body.kind === "samples" ? ["value"] : [],
  );
  expect(kinds).toEqual([90, "value", "value", 95, "value", null, "value", "value"]);
  bench.restart();
  bench.push("prometheus", [limited(NOW + 6, null)]);
  expect(log().filter(({ kind }) => kind === "limit")).toHaveLength(3);
});

it("logs the past apart from values that are new, also when it comes after them", () => {
  bench.push("prometheus", [samples([[NOW, 5]])]);
  bench.push("prometheus", [{ ...samples([[NOW - 3_600_000, 4]]), past: true }]);
  bench.push("prometheus", [samples([[NOW + 1, 6]])]);
  const told = log().flatMap((body) =>
    body.kind === "past" || body.kind === "samples" ? body.samples.map(({ value }) => `${body.kind} ${value}`) : [],
  );
  expect(told).toEqual(["samples 5", "past 4", "samples 6"]);
});

it("takes the limit away from a series that nobody has told of for fifteen days, and gives it again when it comes back", () => {
  const DAY = 86_400_000;
  const limited = (at: number) => {
    const report = samples([[at, 1]]);
    return {
      ...report,
      series: report.series.map((each) => ({ ...each, limit: { bound: "upper" as const, value: 90 } })),
    };
  };
  const limits = () => log().flatMap((body) => (body.kind === "limit" ? [body.limit?.value ?? null] : []));
  bench.push("prometheus", [limited(NOW)]);
  bench.tick(NOW + 15 * DAY - 1, DAY);
  expect(limits()).toEqual([90]);
  bench.restart();
  bench.tick(NOW + 15 * DAY + 60_000, DAY);
  expect(limits()).toEqual([90, null]);
  expect(loadSeries(bench.db)[0]!.limit).toBeNull();
  bench.push("prometheus", [limited(NOW + 16 * DAY)], NOW + 16 * DAY);
  expect(limits()).toEqual([90, null, 90]);
});

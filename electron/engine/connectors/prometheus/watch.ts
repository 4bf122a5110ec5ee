import { hash } from "node:crypto";
import { z } from "zod";
import type { SamplesReport } from "../../../../shared/domain/event.ts";
import type { Failure } from "../../../../shared/domain/source.ts";
import { textOf } from "../../../../shared/strings/index.ts";
import type { ConnectorIo, Result } from "../connector.ts";
import { countReason, type Reasons } from "../reasons.ts";
import type { ServerSettings } from "../server.ts";
import { askApi, MatrixAnswer } from "./answers.ts";
import { unitOf } from "./units.ts";

/** What is watched: PromQL expressions, and at which step their values are taken. */
export type WatchSettings = ServerSettings & { watch: readonly string[]; watchStepSeconds: number };

/** Up to which moment (epoch ms) each expression has been told, by a hash of it. */
const Cursor = z.object({ watched: z.record(z.string(), z.number()) });
export type Watched = z.infer<typeof Cursor>["watched"];

/** How far back the first answer goes, and what a gap is made up for: a detector is quiet until it knows 175 values. */
const LOOK_BACK_MS = 3 * 3_600_000;
const MAXIMUM_SERIES = 500;
/** Values in one report, so that one entry of the log stays small. */
const PORTION = 500;
const LONGEST_NAME = 200;

export type WatchedValues = { reports: SamplesReport[]; ignored: Reasons; watched: Watched };

/** Values of all watched expressions that are newer than the cursor. One that fails is counted and asked again from where it was. */
export async function fetchWatched(
  settings: WatchSettings,
  cursor: string | undefined,
  io: ConnectorIo,
): Promise<WatchedValues> {
  const before = readCursor(cursor);
  const ignored: Reasons = {};
  const watched: Watched = {};
  const reports: SamplesReport[] = [];
  const stepMs = settings.watchStepSeconds * 1000;
  const to = Math.floor(io.now() / stepMs) * stepMs;
  for (const expression of settings.watch) {
    const key = keyOf(expression);
    const told = Math.max(before[key] ?? 0, to - LOOK_BACK_MS);
    watched[key] = told;
    const from = (Math.floor(told / stepMs) + 1) * stepMs;
    if (from > to) continue;
    const answer = await askRange(settings, expression, { from, to, stepMs }, io);
    if (!answer.ok) {
      countReason(ignored, "ignored.watchFailed");
      continue;
    }
    watched[key] = to;
    reports.push(...reportsOf(expression, answer.value, ignored));
  }
  return { reports, ignored, watched };
}

/** The first expression that the server does not take, with what it says; undefined when all are well. */
export async function failingWatch(settings: WatchSettings, io: ConnectorIo): Promise<Failure | undefined> {
  const stepMs = settings.watchStepSeconds * 1000;
  const to = Math.floor(io.now() / stepMs) * stepMs;
  for (const expression of settings.watch) {
    const answer = await askRange(settings, expression, { from: to, to, stepMs }, io);
    if (answer.ok) continue;
    const params = { expression: expression.slice(0, LONGEST_NAME), detail: textOf(answer.failure.message) };
    return { kind: answer.failure.kind, message: { code: "failure.watch", params } };
  }
  return undefined;
}

const keyOf = (expression: string): string => hash("sha1", expression, "hex").slice(0, 12);

function readCursor(cursor: string | undefined): Watched {
  if (cursor === undefined) return {};
  try {
    return Cursor.safeParse(JSON.parse(cursor)).data?.watched ?? {};
  } catch {
    return {}; // a cursor of another version: the last hours are told again, which changes nothing
  }
}

type Range = { from: number; to: number; stepMs: number };
type Series = z.infer<typeof MatrixAnswer>["result"];

async function askRange(
  settings: ServerSettings,
  query: string,
  { from, to, stepMs }: Range,
  io: ConnectorIo,
): Promise<Result<Series>> {
  const range = { start: String(from / 1000), end: String(to / 1000), step: String(stepMs / 1000) };
  const answer = await askApi(settings, `query_range?${new URLSearchParams({ query, ...range })}`, MatrixAnswer, io);
  return answer.ok ? { ok: true, value: answer.value.result } : answer;
}

/** Values by the order of their time; what has none, as `NaN`, is left out and counted. */
function reportsOf(expression: string, all: Series, ignored: Reasons): SamplesReport[] {
  if (all.length > MAXIMUM_SERIES) countReason(ignored, "ignored.watchLimit", all.length - MAXIMUM_SERIES);
  const unit = unitOf(expression);
  const series = all.slice(0, MAXIMUM_SERIES).map(({ metric, values }) => {
    const { __name__: name = expression.slice(0, LONGEST_NAME), ...labels } = metric;
    const points = values.map(([seconds, value]): [number, number] => [Math.round(seconds * 1000), Number(value)]);
    const numbers = points.filter(([, value]) => Number.isFinite(value));
    if (numbers.length < points.length) countReason(ignored, "ignored.sampleNoNumber", points.length - numbers.length);
    return { name, unit, labels, entity: [], points: numbers };
  });
  return inPortions(series);
}

/** Cuts by time, not by series: what a moment says of all series lies together in the log. */
function inPortions(series: SamplesReport["series"]): SamplesReport[] {
  const moments = [...new Set(series.flatMap(({ points }) => points.map(([at]) => at)))].sort(
    (one, other) => one - other,
  );
  const size = Math.max(1, Math.floor(PORTION / Math.max(1, series.length)));
  const reports: SamplesReport[] = [];
  for (let first = 0; first < moments.length; first += size) {
    const from = moments[first]!;
    const to = moments[Math.min(moments.length, first + size) - 1]!;
    const some = series.map((each) => ({ ...each, points: each.points.filter(([at]) => at >= from && at <= to) }));
    reports.push({ kind: "samples", series: some.filter(({ points }) => points.length > 0) });
  }
  return reports;
}

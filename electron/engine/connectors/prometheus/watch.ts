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

/** Up to which moment (epoch ms) each expression has been told, by a hash of it; and with which one the next poll begins. */
const Cursor = z.object({ watched: z.record(z.string(), z.number()), watchNext: z.string().optional() });
export type Watched = z.infer<typeof Cursor>["watched"];

/** How far back the first answer goes, and what a gap is made up for: a detector is quiet until it knows 175 values. */
const LOOK_BACK_MS = 3 * 3_600_000;
/** After so long no further expression is asked: the alerts of the same poll wait for what is under way. */
const BUDGET_MS = 15_000;
const MAXIMUM_SERIES = 500;
/** Values in one report, so that one entry of the log stays small. */
const PORTION = 500;
const LONGEST_NAME = 200;

export type WatchedValues = {
  reports: SamplesReport[];
  ignored: Reasons;
  watched: Watched;
  /** With which expression to go on, by its hash; absent when all were asked. */
  watchNext?: string;
};

/**
 * Values of the watched expressions that are newer than the cursor. One that fails is counted and asked again from where it was.
 * When the time is over, what is there is given, and the next poll goes on with the expression that would have come.
 */
export async function fetchWatched(
  settings: WatchSettings,
  cursor: string | undefined,
  io: ConnectorIo,
): Promise<WatchedValues> {
  const before = readCursor(cursor);
  const ignored: Reasons = {};
  const stepMs = settings.watchStepSeconds * 1000;
  const begun = io.now();
  const to = Math.floor(begun / stepMs) * stepMs;
  const toldOf = (key: string): number => Math.max(before.watched[key] ?? 0, to - LOOK_BACK_MS);
  const watched: Watched = {};
  for (const expression of settings.watch) watched[keyOf(expression)] = toldOf(keyOf(expression));
  const reports: SamplesReport[] = [];
  for (const expression of startingWith(before.watchNext, settings.watch)) {
    const key = keyOf(expression);
    const from = (Math.floor(toldOf(key) / stepMs) + 1) * stepMs;
    if (from > to) continue;
    if (io.now() - begun >= BUDGET_MS) return { reports, ignored, watched, watchNext: key };
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

/** All expressions in their order, from that of the key on and round. */
function startingWith(key: string | undefined, expressions: readonly string[]): string[] {
  const first = Math.max(
    0,
    expressions.findIndex((each) => keyOf(each) === key),
  );
  return [...expressions.slice(first), ...expressions.slice(0, first)];
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

function readCursor(cursor: string | undefined): z.infer<typeof Cursor> {
  if (cursor === undefined) return { watched: {} };
  try {
    return Cursor.safeParse(JSON.parse(cursor)).data ?? { watched: {} };
  } catch {
    return { watched: {} }; // a cursor of another version: the last hours are told again, which changes nothing
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
  const moments = new Set<number>();
  for (const { points } of series) for (const [at] of points) moments.add(at);
  const size = Math.max(1, Math.floor(PORTION / Math.max(1, series.length)));
  const portionOf = new Map<number, number>();
  for (const at of [...moments].sort((one, other) => one - other)) portionOf.set(at, Math.floor(portionOf.size / size));
  const reports = Array.from({ length: Math.ceil(moments.size / size) }, (): SamplesReport => ({
    kind: "samples",
    series: [],
  }));
  for (const { points, ...rest } of series) {
    const cut = new Map<number, [number, number][]>();
    for (const point of points) {
      const portion = portionOf.get(point[0])!;
      const some = cut.get(portion);
      if (some === undefined) cut.set(portion, [point]);
      else some.push(point);
    }
    for (const [portion, some] of cut) reports[portion]!.series.push({ ...rest, points: some });
  }
  return reports;
}

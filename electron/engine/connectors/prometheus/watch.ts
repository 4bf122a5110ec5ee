import { hash } from "node:crypto";
import { z } from "zod";
import type { SamplesReport } from "../../../../shared/domain/event.ts";
import type { Failure } from "../../../../shared/domain/source.ts";
import { textOf } from "../../../../shared/strings/index.ts";
import type { ConnectorIo, Result } from "../connector.ts";
import { countReason, type Reasons } from "../reasons.ts";
import type { ServerSettings } from "../server.ts";
import { askApi, MatrixAnswer } from "./answers.ts";
import { asPast, namedAsNow, pastQuery, pastRange } from "./past.ts";
import { nameOf, type Watched } from "./watchEntry.ts";

/** What is watched: PromQL expressions, and at which step their values are taken. */
export type WatchSettings = ServerSettings & { watch: readonly Watched[]; watchStepSeconds: number };

/**
 * Up to which moment (epoch ms) each expression has been told, by a hash of it; with which one the next poll begins; and of which
 * limits the past was told.
 */
const Cursor = z.object({
  watched: z.record(z.string(), z.number()),
  watchNext: z.string().optional(),
  pastTold: z.array(z.string()).default([]),
});
type Cursor = z.infer<typeof Cursor>;

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
  watched: Cursor["watched"];
  /** With which expression to go on, by its hash; absent when all were asked. */
  watchNext?: string;
  pastTold: Cursor["pastTold"];
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
  const told: Cursor["watched"] = {};
  for (const watched of settings.watch) told[watchKeyOf(watched)] = toldOf(watchKeyOf(watched));
  const pastTold = settings.watch.flatMap((watched) => {
    const key = pastKeyOf(watched);
    return key !== undefined && before.pastTold.includes(key) ? [key] : [];
  });
  const reports: SamplesReport[] = [];
  const values = { reports, ignored, watched: told, pastTold };
  for (const watched of startingWith(before.watchNext, settings.watch)) {
    const key = watchKeyOf(watched);
    const from = (Math.floor(toldOf(key) / stepMs) + 1) * stepMs;
    if (from > to) continue;
    if (io.now() - begun >= BUDGET_MS) return { ...values, watchNext: key };
    const answer = await askRange(settings, watched.query, { from, to, stepMs }, io);
    if (!answer.ok) {
      countReason(ignored, "ignored.watchFailed");
      continue;
    }
    told[key] = to;
    const pastKey = pastKeyOf(watched);
    if (pastKey !== undefined && !pastTold.includes(pastKey)) {
      pastTold.push(pastKey);
      const past = await askRange(settings, pastQuery(watched), pastRange(to), io);
      // One that fails is not asked again: it is dear, and what comes makes up for it in time.
      if (!past.ok) countReason(ignored, "ignored.watchPastFailed");
      else reports.push(...reportsOf(watched, namedAsNow(past.value, answer.value), ignored).map(asPast));
    }
    reports.push(...reportsOf(watched, answer.value, ignored));
  }
  return values;
}

/** All expressions in their order, from that of the key on and round. */
function startingWith(key: string | undefined, expressions: readonly Watched[]): Watched[] {
  const first = Math.max(
    0,
    expressions.findIndex((each) => watchKeyOf(each) === key),
  );
  return [...expressions.slice(first), ...expressions.slice(0, first)];
}

/** The first expression that the server does not take, with what it says; undefined when all are well. */
export async function failingWatch(settings: WatchSettings, io: ConnectorIo): Promise<Failure | undefined> {
  const stepMs = settings.watchStepSeconds * 1000;
  const to = Math.floor(io.now() / stepMs) * stepMs;
  for (const { query } of settings.watch) {
    const answer = await askRange(settings, query, { from: to, to, stepMs }, io);
    if (answer.ok) continue;
    const params = { expression: query.slice(0, LONGEST_NAME), detail: textOf(answer.failure.message) };
    return { kind: answer.failure.kind, message: { code: "failure.watch", params } };
  }
  return undefined;
}

const keyOf = (expression: string): string => hash("sha1", expression, "hex").slice(0, 12);

/** An expression may be watched under two names. */
const watchKeyOf = ({ query, name }: Watched): string => keyOf(name === null ? query : `${name} ${query}`);

/** The past is of an expression and a direction: its hours are those nearest to the limit. Undefined without a limit. */
const pastKeyOf = (watched: Watched): string | undefined =>
  watched.limit === null ? undefined : `${watched.limit.bound} ${watchKeyOf(watched)}`;

const NOTHING_TOLD: Cursor = { watched: {}, pastTold: [] };

function readCursor(cursor: string | undefined): Cursor {
  if (cursor === undefined) return NOTHING_TOLD;
  try {
    return Cursor.safeParse(JSON.parse(cursor)).data ?? NOTHING_TOLD;
  } catch {
    return NOTHING_TOLD; // a cursor of another version: the last hours are told again, which changes nothing
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
function reportsOf(watched: Watched, all: Series, ignored: Reasons): SamplesReport[] {
  if (all.length > MAXIMUM_SERIES) countReason(ignored, "ignored.watchLimit", all.length - MAXIMUM_SERIES);
  const { unit, limit } = watched;
  const series = all.slice(0, MAXIMUM_SERIES).map(({ metric, values }) => {
    const { __name__: _, ...labels } = metric;
    const name = nameOf(watched, metric);
    const points = values.map(([seconds, value]): [number, number] => [Math.round(seconds * 1000), Number(value)]);
    const numbers = points.filter(([, value]) => Number.isFinite(value));
    if (numbers.length < points.length) countReason(ignored, "ignored.sampleNoNumber", points.length - numbers.length);
    return { name, unit, labels, entity: [], points: numbers, ...(limit === null ? {} : { limit }) };
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

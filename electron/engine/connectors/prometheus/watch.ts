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
import { type Answered, type Keyed, settleOwners, withOwnLimits } from "./limitOwners.ts";
import { failed, mayTry, PastTries } from "./pastTries.ts";
import { nameOf, type Watched } from "./watchEntry.ts";

/** What is watched: PromQL expressions, and at which step their values are taken. */
export type WatchSettings = ServerSettings & { watch: readonly Watched[]; watchStepSeconds: number };

/**
 * Up to which moment (epoch ms) each expression has been told, by a hash of it; with which one the next poll begins; of which
 * limits the past was told, or asked for in vain; and whose limit a series has that several expressions give.
 */
const Cursor = z.object({
  watched: z.record(z.string(), z.number()),
  watchNext: z.string().optional(),
  pastTold: z.array(z.string()).default([]),
  pastTries: PastTries.default({}),
  owners: z.record(z.string(), z.string()).default({}),
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

export type WatchedValues = Omit<Cursor, "watchNext"> & {
  reports: SamplesReport[];
  ignored: Reasons;
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
  const stepMs = settings.watchStepSeconds * 1000;
  const begun = io.now();
  const to = Math.floor(begun / stepMs) * stepMs;
  const all = settings.watch.map((watched): Keyed => ({ key: watchKeyOf(watched), watched }));
  const poll: Poll = { settings, io, begun, to, stepMs, ignored: {}, ...knownOf(before, all, to) };
  const answered: Answered[] = [];
  let watchNext: string | undefined;
  for (const each of startingWith(before.watchNext, all)) {
    if (poll.watched[each.key]! >= to) continue;
    if (isOver(poll)) {
      watchNext = each.key;
      break;
    }
    const answer = await ask(poll, each);
    if (answer !== undefined) answered.push(answer);
  }
  const { ignored, watched, pastTold, pastTries } = poll;
  const { owners, found } = settleOwners(before.owners, answered, all);
  if (found > 0) countReason(ignored, "ignored.watchTwoLimits", found);
  const reports = answered.flatMap((answer) => withOwnLimits(answer, owners, all));
  return { reports, ignored, watched, pastTold, pastTries, owners, ...(watchNext === undefined ? {} : { watchNext }) };
}

/** What a poll asks by, and what it comes to know. */
type Poll = {
  readonly settings: WatchSettings;
  readonly io: ConnectorIo;
  readonly begun: number;
  readonly to: number;
  readonly stepMs: number;
  readonly ignored: Reasons;
} & Pick<Cursor, "watched" | "pastTold" | "pastTries">;

const isOver = ({ io, begun }: Poll): boolean => io.now() - begun >= BUDGET_MS;

/** What is still true of the cursor: after a longer gap than is made up for, the past is told again, with what was missed. */
function knownOf(before: Cursor, all: readonly Keyed[], to: number): Pick<Poll, "watched" | "pastTold" | "pastTries"> {
  const earliest = to - LOOK_BACK_MS;
  const limits = all.flatMap(({ key, watched }) => {
    const pastKey = pastKeyOf(watched);
    return pastKey === undefined ? [] : [{ pastKey, isMissed: (before.watched[key] ?? to) < earliest }];
  });
  const isCurrent = (key: string): boolean => limits.some(({ pastKey, isMissed }) => pastKey === key && !isMissed);
  return {
    watched: Object.fromEntries(all.map(({ key }) => [key, Math.max(before.watched[key] ?? 0, earliest)])),
    pastTold: before.pastTold.filter(isCurrent),
    pastTries: Object.fromEntries(Object.entries(before.pastTries).filter(([key]) => isCurrent(key))),
  };
}

/** Asks for what is new of an expression, and for its past where that is due and there is time; undefined when it fails. */
async function ask(poll: Poll, { key, watched }: Keyed): Promise<Answered | undefined> {
  const { settings, io, to, stepMs, ignored } = poll;
  const from = (Math.floor(poll.watched[key]! / stepMs) + 1) * stepMs;
  const answer = await askRange(settings, watched.query, { from, to, stepMs }, io);
  if (!answer.ok) {
    countReason(ignored, "ignored.watchFailed");
    return undefined;
  }
  poll.watched[key] = to;
  const past = await askPast(poll, watched, answer.value);
  return { key, watched, past, live: reportsOf(watched, answer.value, ignored) };
}

async function askPast(poll: Poll, watched: Watched, now: Series): Promise<SamplesReport[]> {
  const { settings, io, to, ignored, pastTold, pastTries } = poll;
  const key = pastKeyOf(watched);
  if (key === undefined || pastTold.includes(key) || isOver(poll) || !mayTry(pastTries, key, to)) return [];
  const past = await askRange(settings, pastQuery(watched), pastRange(to), io);
  if (!past.ok) {
    countReason(ignored, "ignored.watchPastFailed");
    failed(pastTries, key, to);
    return [];
  }
  pastTold.push(key);
  delete pastTries[key];
  return reportsOf(watched, namedAsNow(past.value, now), ignored).map(asPast);
}

/** All expressions in their order, from that of the key on and round. */
function startingWith(from: string | undefined, all: readonly Keyed[]): Keyed[] {
  const first = Math.max(
    0,
    all.findIndex(({ key }) => key === from),
  );
  return [...all.slice(first), ...all.slice(0, first)];
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

const NOTHING_TOLD: Cursor = { watched: {}, pastTold: [], pastTries: {}, owners: {} };

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

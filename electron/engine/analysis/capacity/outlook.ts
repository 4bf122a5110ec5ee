import type { Crossing, ForecastMade } from "../../../../shared/domain/forecast.ts";
import type { SeriesLimit } from "../../../../shared/domain/seriesLimit.ts";
import { crossingOf, type Crossing as StepsToLimit } from "../forecast/crossing.ts";
import { forecast, type Forecast } from "../forecast/forecast.ts";
import { departedForecast } from "./departure.ts";
import { daysOf, HOUR_MS, type Hours, type Steps } from "./hours.ts";
import { jumpsIn, withoutJumps } from "./jumps.ts";

const DAY_MS = 24 * HOUR_MS;

/** One way of looking ahead. Seasons are likely at `calendar`, in steps; `reach`: how many times as far ahead as back. */
type View = {
  reach: number;
  stepMs: number;
  calendar: readonly [number, ...number[]];
  leastAhead: number;
  mostAhead: number;
};

/** A week by the hour answers what has to be done today; sixty days by the day what has to be ordered. */
const HOURLY: View = { reach: 1, stepMs: HOUR_MS, calendar: [24, 168], leastAhead: 24, mostAhead: 168 };
const DAILY: View = { reach: 2, stepMs: DAY_MS, calendar: [7], leastAhead: 7, mostAhead: 60 };
/** Days of history without which nobody looks ahead by the day. */
const LEAST_DAYS = 14;
/** Below this chance to reach the limit within the week the next sixty days are looked at. */
const UNLIKELY = 0.5;
/** Significant figures that are kept of what is drawn. */
const FIGURES = 6;

export type Latest = { at: number; value: number };
/** The two newest values; the older is null until there is one. */
export type Newest = { latest: Latest; before: Latest | null };

/** What is known of when a series reaches its limit, with the numbers behind it. */
export type Outlook = Omit<Crossing, "limit" | "reachedAt"> &
  Pick<ForecastMade, "stepMs" | "horizonMs" | "historyMs" | "trend" | "seasonsMs" | "methods" | "history" | "course">;

/** Whether a value is at its limit or beyond it. */
export const isReached = ({ bound, value: limit }: SeriesLimit, value: number): boolean =>
  bound === "upper" ? value >= limit : value <= limit;

/**
 * A series over a lower limit is forecast upside down: then the forecast knows its troughs as it knows peaks, and does not end at zero,
 * where free space and time until expiry run out. Looks ahead by the hour, at most a week, and never farther than the history is long; by the day, and twice as far, when the limit is far off and there
 * are two weeks to judge from. @returns undefined when no value is known
 */
export function outlookOf(hours: Hours, limit: SeriesLimit, newest: Newest): Outlook | undefined {
  const over = hours.until(newest.latest.at) ?? hours.all();
  if (over === undefined) return undefined;
  const seen = withNewest(over, newest);
  const level = { ...seen, values: withoutJumps(seen.values) };
  const near = nearOutlook(seen, level, limit, newest.latest);
  if (near === undefined || (near.probability ?? 1) >= UNLIKELY) return near;
  const [seenDays, days] = [daysOf(seen, limit.bound), daysOf(level, limit.bound)];
  if (days.values.length < LEAST_DAYS) return near;
  const far = lookAhead(seenDays, days, limit, DAILY, newest.latest);
  return far !== undefined && far.likelyAt !== null ? far : near;
}

/** The hours that are over, and where the series has just jumped to: nobody who has cleared a disk waits for two hours. */
function withNewest({ values, end }: Steps, { latest, before }: Newest): Steps {
  const last = values.at(-1)!;
  const { least } = jumpsIn(values);
  const jumps = [latest, before].map((newest) => (newest === null ? 0 : newest.value - last));
  const isJump = jumps.every((jump) => Math.abs(jump) >= least && Math.sign(jump) === Math.sign(jumps[0]!));
  const isNext = latest.at >= end && latest.at < end + HOUR_MS;
  return isJump && isNext ? { values: Float64Array.of(...values, latest.value), end: end + HOUR_MS } : { values, end };
}

/** A series that does otherwise since yesterday is followed for a day; what does not run out by then does as it always did. */
function nearOutlook(seen: Steps, level: Steps, limit: SeriesLimit, latest: Latest): Outlook | undefined {
  const departed = departedForecast(upright(level, limit), HOURLY.calendar);
  const soon = departed && told(seen, level, limit, HOURLY, latest, departed);
  return soon !== undefined && soon.likelyAt !== null ? soon : lookAhead(seen, level, limit, HOURLY, latest);
}

/** Towards an upper limit, whichever it is. */
const upright = ({ values }: Steps, { bound }: SeriesLimit): Float64Array =>
  bound === "upper" ? values : values.map((value) => -value);

/** @param seen what came @param level the same without jumps, which is what is forecast */
function lookAhead(seen: Steps, level: Steps, limit: SeriesLimit, view: View, latest: Latest): Outlook | undefined {
  const { reach, calendar, leastAhead, mostAhead } = view;
  const horizon = Math.min(mostAhead, Math.max(leastAhead, reach * level.values.length));
  const made = forecast(upright(level, limit), { horizon, calendar });
  return made && told(seen, level, limit, view, latest, made);
}

/** What a forecast of the upright series says about the limit. */
function told(
  seen: Steps,
  { values, end }: Steps,
  limit: SeriesLimit,
  { stepMs, calendar, mostAhead }: View,
  latest: Latest,
  made: Forecast,
): Outlook {
  const sign = limit.bound === "upper" ? 1 : -1;
  const crossing = crossingOf(made, sign * limit.value, "above");
  const at = (share: number): number | null => timeOf(share, crossing, end, stepMs, latest.at);
  return {
    knowledge: made.knowledge,
    probability: crossing === undefined ? null : Math.round(crossing.probability * 1000) / 1000,
    earlyAt: at(0.1),
    likelyAt: at(0.5),
    lateAt: at(0.9),
    stepMs,
    horizonMs: made.point.length * stepMs,
    historyMs: values.length * stepMs,
    trend: trendOf(values, calendar, stepMs),
    seasonsMs: made.seasons.map((season) => season * stepMs),
    methods: made.methods.map(({ method, share }) => ({ method, share: Math.round(share * 1000) / 1000 })),
    history: Array.from(seen.values.slice(-mostAhead), (value) => (Number.isNaN(value) ? null : rounded(value))),
    course: { from: end, ...courseOf(made, seen.values, sign) },
  };
}

/** When so large a share of the courses has reached the limit, in proportion within a step; not before `now`. */
function timeOf(
  share: number,
  crossing: StepsToLimit | undefined,
  from: number,
  stepMs: number,
  now: number,
): number | null {
  const byStep = crossing?.byStep ?? new Float64Array();
  const step = byStep.findIndex((probability) => probability >= share);
  if (step < 0) return null;
  const before = step === 0 ? 0 : byStep[step - 1]!;
  const part = (share - before) / (byStep[step]! - before);
  return Math.max(now, Math.round(from + (step + part) * stepMs));
}

/** Change a day over the last cycle of the calendar, so that its season is left out; null for a shorter history and after a gap. */
function trendOf(values: Float64Array, [cycle]: View["calendar"], stepMs: number): number | null {
  const change = (values.at(-1) ?? Number.NaN) - (values.at(-1 - cycle) ?? Number.NaN);
  return Number.isNaN(change) ? null : rounded((change / (cycle * stepMs)) * DAY_MS);
}

/** The forecast the right way up; what never was negative stays so. */
function courseOf({ point, lower, upper }: Forecast, history: Float64Array, sign: number) {
  const least = history.some((value) => value < 0) ? -Infinity : 0;
  const drawn = (values: Float64Array): number[] =>
    Array.from(values, (value) => rounded(Math.max(least, sign * value)));
  const [low, high] = sign > 0 ? [lower, upper] : [upper, lower];
  return { point: drawn(point), low: drawn(low), high: drawn(high) };
}

/** Zero has one sign, as it is written. */
const rounded = (value: number): number => Number(value.toPrecision(FIGURES)) + 0;

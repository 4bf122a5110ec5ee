import { forecast, type Forecast, type Question } from "../forecast/forecast.ts";

/** What a forecast from so many hours ago says is held against what came. */
const HELD_HOURS = 24;
/** So many of the newest hours have to lie beyond nine tenths of it. */
const BEYOND_HOURS = 4;
/** Two days of history before that, and how far ahead a day of another behaviour is followed. */
const LEAST_HOURS = 48;
const AHEAD_HOURS = 24;
/** A series that has not left what it was within so many hours before is not worth a second forecast. */
const LOOKED_BACK_HOURS = 7 * 24;

/**
 * The forecast of a series that has begun to behave otherwise within the last day, as when something leaks: the hours of weeks before
 * would outvote it. What was forecast a day ago, which knows the seasons, goes on, and what has departed from it since is forecast by
 * itself and added. Towards an upper limit only: turn a series over for a lower one. @returns undefined when it does as forecast
 */
export function departedForecast(values: Float64Array, calendar: Question["calendar"]): Forecast | undefined {
  const known = values.length - HELD_HOURS;
  if (known < LEAST_HOURS || Number.isNaN(values[known - 1]) || !isAboveBefore(values, known)) return undefined;
  const before = forecast(values.subarray(0, known), { horizon: HELD_HOURS + AHEAD_HOURS, calendar });
  if (before === undefined || !isBeyond(values, known, before)) return undefined;
  const departure = Float64Array.from({ length: HELD_HOURS }, (_, hour) => values[known + hour]! - before.point[hour]!);
  const ahead = forecast(departure, { horizon: AHEAD_HOURS, calendar: [] });
  if (ahead === undefined || ahead.knowledge === "unknown") return undefined;
  const added = (part: Float64Array): Float64Array =>
    part.map((value, hour) => value + before.point[HELD_HOURS + hour]!);
  return {
    knowledge: "little",
    ...{ point: added(ahead.point), lower: added(ahead.lower), upper: added(ahead.upper) },
    courses: ahead.courses.map(added),
    ...{ seasons: before.seasons, methods: ahead.methods },
  };
}

/** Whether the newest hours are higher than all of the week before the last day. */
function isAboveBefore(values: Float64Array, known: number): boolean {
  const highest = Math.max(
    ...values.subarray(Math.max(0, known - LOOKED_BACK_HOURS), known).filter((value) => !Number.isNaN(value)),
  );
  return values.at(-1)! > highest;
}

function isBeyond(values: Float64Array, known: number, { upper }: Forecast): boolean {
  for (let hour = HELD_HOURS - BEYOND_HOURS; hour < HELD_HOURS; hour++)
    if (!(values[known + hour]! > upper[hour]!)) return false;
  return true;
}

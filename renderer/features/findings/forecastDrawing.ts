import type { CapacityDetail } from "../../../shared/contract/capacity.ts";

export const HOUR_MS = 3_600_000;

type At = [at: number, value: number | null];

/** What is drawn of a forecast: values over epoch ms; `to` is the end of what is shown of the future. */
export type ForecastDrawing = {
  from: number;
  to: number;
  now: number;
  history: At[];
  point: At[];
  low: At[];
  high: At[];
  limit: number;
  /** When it is reached, and between when; null where that is not known or over. */
  crossing: { early: number; likely: number; late: number } | null;
};

/** How much of the future is shown after a limit is reached, in times of the way there, and at least. */
const BEYOND = 1.6;
const LEAST_STEPS = 24;
/** How much history is shown for each bit of the future, and at least. */
const HISTORY_SHARE = 2;

/** Shows as much of the future as answers the question, and some history before it. */
export function drawingOf(detail: CapacityDetail): ForecastDrawing {
  const { course, history, stepMs, limit, valueAt, value, reachedAt, earlyAt, likelyAt, lateAt } = detail;
  const horizon = course.point.length;
  const until = reachedAt === null && likelyAt !== null ? (lateAt ?? likelyAt) : null;
  const wanted = until === null ? horizon : Math.ceil((BEYOND * (until - course.from)) / stepMs);
  const steps = Math.min(horizon, Math.max(LEAST_STEPS, wanted));
  const kept = Math.min(history.length, Math.max(2 * LEAST_STEPS, HISTORY_SHARE * steps));
  const past = history.slice(-kept);
  // A value stands where its step ends: there the limit is reached if it is.
  const before = (index: number): number => course.from - (past.length - 1 - index) * stepMs;
  const join: At = [Math.min(valueAt, course.from), past.at(-1) ?? value];
  const after = (values: readonly number[]): At[] => [
    join,
    ...values.slice(0, steps).map((each, step): At => [course.from + (step + 1) * stepMs, each]),
  ];
  const to = course.from + steps * stepMs;
  return {
    from: before(0),
    to,
    now: Math.max(valueAt, course.from),
    history: past.map((each, index): At => [before(index), each]),
    point: after(course.point),
    low: after(course.low),
    high: after(course.high),
    limit: limit.value,
    crossing:
      until === null || likelyAt === null
        ? null
        : { early: earlyAt ?? likelyAt, likely: likelyAt, late: Math.min(to, lateAt ?? to) },
  };
}

/** From a little below to a little above all that is drawn and the limit; from zero when that is near. */
export function axisOf({ history, point, low, high, limit }: ForecastDrawing): { low: number; high: number } {
  const drawn = [...history, ...point, ...low, ...high].flatMap(([, value]) => (value === null ? [] : [value]));
  const [least, most] = [Math.min(limit, ...drawn), Math.max(limit, ...drawn)];
  const air = (most - least || Math.abs(most) || 1) * 0.08;
  return { low: least >= 0 && least < 0.3 * most ? 0 : least - air, high: most + air };
}

/** The step nearest to a moment, in words' reach: what came, or what is forecast between what. */
export function stepAt(
  { history, point, low, high }: ForecastDrawing,
  at: number,
): { at: number; value: number; low: number | null; high: number | null } | undefined {
  const ahead = point.slice(1).map(([when, value], index) => ({
    ...{ at: when, value },
    ...{ low: low[index + 1]?.[1] ?? null, high: high[index + 1]?.[1] ?? null },
  }));
  const all = [...history.map(([when, value]) => ({ at: when, value, low: null, high: null })), ...ahead];
  let nearest: (typeof all)[number] | undefined;
  for (const each of all)
    if (nearest === undefined || Math.abs(each.at - at) < Math.abs(nearest.at - at)) nearest = each;
  return nearest === undefined || nearest.value === null ? undefined : { ...nearest, value: nearest.value };
}

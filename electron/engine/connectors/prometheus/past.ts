import type { z } from "zod";
import type { Labels, SamplesReport } from "../../../../shared/domain/event.ts";
import type { MatrixAnswer } from "./answers.ts";
import type { Watched } from "./watchEntry.ts";

const HOUR_MS = 3_600_000;
/** How far back forecasts look at first: what Prometheus keeps unless told otherwise is a little less. */
const PAST_MS = 21 * 24 * HOUR_MS;
/** Looks for the value of an hour that is nearest to the limit this often within it. */
const WITHIN = "15m";

/** The value of each hour that is nearest to the limit, by one expression. */
export const pastQuery = ({ query, limit }: Watched): string =>
  `${limit?.bound === "lower" ? "min" : "max"}_over_time((${query}\n)[1h:${WITHIN}])`;

/** Whole hours up to `to` (epoch ms). */
export function pastRange(to: number): { from: number; to: number; stepMs: number } {
  const last = Math.floor(to / HOUR_MS) * HOUR_MS;
  return { from: last - PAST_MS, to: last, stepMs: HOUR_MS };
}

type Series = z.infer<typeof MatrixAnswer>["result"];

/**
 * The past of the series that there are now, each called as now: a function over time leaves out the name of the metric. Where two
 * metrics differ in nothing but their name it cannot be told whose past it is, and neither gets it.
 */
export function namedAsNow(past: Series, now: Series): Series {
  const byLabels = new Map<string, Series[number]["metric"] | null>();
  for (const { metric } of now) {
    const key = labelsKey(metric);
    byLabels.set(key, byLabels.has(key) ? null : metric);
  }
  return past.flatMap(({ metric, values }) => {
    const named = byLabels.get(labelsKey(metric));
    return named == null ? [] : [{ metric: named, values }];
  });
}

function labelsKey({ __name__: _, ...labels }: Labels): string {
  return JSON.stringify(Object.entries(labels).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** What is told at the end of an hour is of that hour. */
export const asPast = ({ kind, series }: SamplesReport): SamplesReport => ({
  kind,
  past: true,
  series: series.map(({ points, ...rest }) => ({
    ...rest,
    points: points.map(([at, value]): [number, number] => [at - HOUR_MS / 2, value]),
  })),
});

import type { LinesReport, SamplesReport } from "../../../../shared/domain/event.ts";
import type { View } from "./alertReports.ts";
import { toReal } from "./clock.ts";
import type { EstateEntity, Role } from "./estate.ts";
import { HOUR, MINUTE, SECOND } from "./faultKind.ts";
import { linesAt } from "./logLines.ts";
import { METRIC_KINDS, type Metric } from "./metricNames.ts";
import { LIMITS, measuredOf } from "./supplies.ts";
import { aliasIn, hintIn, labelsIn, nameIn } from "./tools.ts";

/** How often the estate is measured. */
const STEP_MS = 15 * SECOND;
/** Values and lines in one report. */
const PORTION = 250;
/** The first answer of a young estate goes back so far, so that what is usual is known when somebody first looks. */
const LOOK_BACK_MS = 150 * MINUTE;
const YOUNG_MS = 90 * MINUTE;
/** What has a limit is told from as far back with the first answer, a value an hour: the one of each quarter that is nearest to the limit. */
const PAST_HOURS = 15 * 24;
const QUARTER_MS = 15 * MINUTE;
/** What is made up for after a gap. */
const GAP_MS = 15 * MINUTE;

/** What the metrics tool watches. */
const WATCHED: Partial<Record<Role, readonly Metric[]>> = {
  web: ["latency", "errors"],
  bff: ["latency", "errors"],
  api: ["latency", "errors"],
  worker: ["latency", "errors"],
  database: ["connections", "cpu"],
  queue: ["queueLength"],
  node: ["cpu", "disk"],
  databaseHost: ["disk"],
  balancer: ["certificate"],
};

/** Values of watched metrics and log lines from after `since` to `at` (ms since the simulation began; `null`: from before it). */
export function telemetryBetween(view: View, since: number | null, at: number): (SamplesReport | LinesReport)[] {
  const backTo = since === null && at < YOUNG_MS ? at - LOOK_BACK_MS : at - GAP_MS;
  const from = Math.max(since ?? -Infinity, backTo);
  const moments: number[] = [];
  for (let moment = (Math.floor(from / STEP_MS) + 1) * STEP_MS; moment <= at; moment += STEP_MS) moments.push(moment);
  if (moments.length === 0) return [];
  if (view.tool === "metrics")
    return [...(since === null ? pastUpTo(view, moments[0]!) : []), ...samplesAt(view, moments)];
  return view.tool === "logs" ? linesOf(view, moments) : [];
}

type Measured = Omit<SamplesReport["series"][number], "points"> & { valueAt(at: number): number };

/** What is watched of the estate, from one moment to another. */
function watchedOf({ simulation, tool }: View, span: { from: number; to: number }): Measured[] {
  return simulation.estate.entities.flatMap((entity) =>
    metricsOf(entity).map((metric) => {
      const { unit, label } = METRIC_KINDS[metric];
      const limit = LIMITS[metric];
      return {
        ...{ name: label.replace("{name}", nameIn(tool, entity)), unit, labels: labelsIn(tool, entity) },
        ...{ entity: [hintIn(tool, entity)], ...(limit === undefined ? {} : { limit }) },
        valueAt: measuredOf(simulation, entity, metric, span),
      };
    }),
  );
}

/** The hours before `until` of what has a limit. */
function pastUpTo(view: View, until: number): SamplesReport[] {
  const last = Math.floor(until / HOUR) * HOUR;
  const from = last - PAST_HOURS * HOUR;
  // Nothing fails before the story begins, so there are no faults to look for.
  return watchedOf(view, { from: last, to: last }).flatMap(({ valueAt, ...about }) => {
    if (about.limit === undefined) return [];
    const nearest = about.limit.bound === "upper" ? Math.max : Math.min;
    const points = Array.from({ length: PAST_HOURS }, (_, hour): [number, number] => {
      const begin = from + hour * HOUR;
      const quarters = [0, 1, 2, 3].map((quarter) => valueAt(begin + quarter * QUARTER_MS));
      return [toReal(view.clock, begin + HOUR / 2), nearest(...quarters)];
    });
    return [{ kind: "samples", past: true, series: [{ ...about, points }] }];
  });
}

function samplesAt(view: View, moments: readonly number[]): SamplesReport[] {
  const { clock } = view;
  const series = watchedOf(view, { from: moments[0]!, to: moments.at(-1)! });
  const reports: SamplesReport[] = [];
  const size = Math.max(1, Math.floor(PORTION / series.length));
  for (let first = 0; first < moments.length; first += size) {
    const some = moments.slice(first, first + size);
    reports.push({
      kind: "samples",
      series: series.map(({ valueAt, ...about }) => ({
        ...about,
        points: some.map((moment): [number, number] => [toReal(clock, moment), valueAt(moment)]),
      })),
    });
  }
  return reports;
}

const metricsOf = (entity: EstateEntity): readonly Metric[] =>
  aliasIn("metrics", entity) === undefined ? [] : (WATCHED[entity.role] ?? []);

function linesOf({ simulation, clock, tool }: View, moments: readonly number[]): LinesReport[] {
  const lines = linesAt(simulation, moments, STEP_MS);
  const reports: LinesReport[] = [];
  for (let first = 0; first < lines.length; first += PORTION) {
    const some = lines.slice(first, first + PORTION).map(({ at, entity, text }) => {
      const real = toReal(clock, at);
      return { at: real, entity: [hintIn(tool, entity)], text: `${new Date(real).toISOString()} ${text}` };
    });
    reports.push({ kind: "lines", lines: some });
  }
  return reports;
}

import type { Finding } from "../../../shared/domain/finding.ts";
import type { MetricSeries, TimelineMark } from "../../../shared/domain/timeline.ts";
import type { ReadableDb } from "./database.ts";
import { listFindings, watchedSeries } from "./read-findings.ts";
import type { IncidentCore } from "./read-incident.ts";

/** More would push the rows of alerts out of view; the panel of findings lists all. */
const MAXIMUM_METRICS = 3;
const MAXIMUM_MARKS = 8;
const LOOKED_AT = 60;

type Window = { from: number; to: number };

/** Watched metrics that left their range, the most anomalous first, with what was expected, but for what stands there as evidence; and news of logs as marks. */
export function timelineFindings(
  db: ReadableDb,
  core: Pick<IncidentCore, "id" | "scope">,
  window: Window,
  evidence: readonly Pick<MetricSeries, "entityId" | "label">[],
): { metrics: MetricSeries[]; marks: TimelineMark[] } {
  const filter = { state: "all" as const, incidentId: core.id as never };
  const { rows } = listFindings(db, [core.scope], { offset: 0, limit: LOOKED_AT, filter });
  const standing = rows.filter(({ dismissedAt, since }) => dismissedAt === null && since <= window.to);
  const series = new Map<string, Finding>();
  for (const finding of standing) {
    const best = series.get(finding.subject);
    const isDrawn = evidence.some(({ entityId, label }) => entityId === finding.entityId && label === finding.label);
    if (finding.kind !== "log" && !isDrawn && weightOf(finding) > (best === undefined ? -1 : weightOf(best)))
      series.set(finding.subject, finding);
  }
  const chosen = [...series.values()]
    .sort((left, right) => weightOf(right) - weightOf(left) || left.since - right.since)
    .slice(0, MAXIMUM_METRICS);
  const news = standing.filter(({ kind, since }) => kind !== "metric" && since >= window.from).slice(0, MAXIMUM_MARKS);
  return { metrics: chosen.flatMap((finding) => metricOf(db, core, finding, window)), marks: news.map(markOf) };
}

/** What runs out stands before what is out of the ordinary. */
const weightOf = ({ kind, score }: Finding): number => (kind === "forecast" ? 1 : (score ?? 0));

function metricOf(
  db: ReadableDb,
  { scope }: Pick<IncidentCore, "scope">,
  { subject, crossing }: Finding,
  window: Window,
): MetricSeries[] {
  const series = watchedSeries(db, [scope], { id: subject, ...window });
  if (series === undefined || series.points.length === 0) return [];
  const { entityId, entityName, sourceId, name, unit, points } = series;
  return [
    {
      key: `watched ${subject}`,
      entityId: entityId as MetricSeries["entityId"],
      entityName: entityName ?? entityId,
      sourceId,
      label: name,
      unit,
      points: points.map(({ at, value }) => [at, value]),
      expected: null,
      threshold: crossing?.limit.value ?? null,
      band: points.flatMap(({ at, low, high }): [number, number, number][] =>
        low === null || high === null ? [] : [[at, low, high]],
      ),
    },
  ];
}

const markOf = ({ since, what, label, entityName, entityId }: Finding): TimelineMark => ({
  at: since,
  kind: "finding",
  label: { code: `api.mark.${what}`, params: { entity: entityName ?? entityId ?? "", template: label } },
  suspect: false,
});

import type { EntityId } from "../../shared/domain/entity.ts";
import type { MetricSeries, Timeline, TimelineBar, TimelineMark, TimelineRow } from "../../shared/domain/timeline.ts";
import { said } from "./incident.ts";

export const aBar = (from: number, to: number | null = null, more: Partial<TimelineBar> = {}): TimelineBar => ({
  from,
  to,
  severity: "critical",
  state: "firing",
  acknowledged: false,
  ...more,
});

export const aTimelineRow = (
  entityName: string,
  label: string,
  bars: TimelineBar[],
  role: TimelineRow["role"] = "effect",
): TimelineRow => ({
  key: `${entityName} ${label}`,
  role,
  entityId: entityName as EntityId,
  entityName,
  label,
  bars,
});

export const aTimelineMark = (
  at: number,
  words: string,
  kind: TimelineMark["kind"] = "operator",
  suspect = false,
): TimelineMark => ({
  at,
  kind,
  label: said(words),
  suspect,
});

export function aMetric(more: Partial<MetricSeries> = {}): MetricSeries {
  return {
    key: "orders-db connections",
    entityId: "orders-db" as EntityId,
    entityName: "orders-db",
    sourceId: "prometheus",
    label: "connections",
    unit: "",
    points: [],
    expected: null,
    threshold: null,
    band: null,
    ...more,
  };
}

/** An hour from 0 without anything in it. */
export const aTimeline = (more: Partial<Timeline> = {}): Timeline => ({
  from: 0,
  to: 3_600_000,
  rows: [],
  omittedRows: 0,
  marks: [],
  metrics: [],
  metricFailures: [],
  ...more,
});

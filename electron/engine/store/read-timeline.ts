import type { SuspectChange } from "../../../shared/domain/incident.ts";
import type { Scopes } from "../../../shared/domain/scope.ts";
import type {
  MetricFailure,
  MetricSeries,
  Timeline,
  TimelineMark,
  TimelineRow,
} from "../../../shared/domain/timeline.ts";
import type { ReadableDb } from "./database.ts";
import { latestEntity } from "./latest-entity.ts";
import { changesOfEntities } from "./read-changes.ts";
import { expectedBand } from "./read-expected.ts";
import { historyOf, type IncidentCore, incidentCore } from "./read-incident.ts";
import { involvedEntities } from "./read-involved.ts";
import { rowsOf } from "./read-query.ts";
import { timelineFindings } from "./read-timeline-findings.ts";
import { alertRows } from "./read-timeline-rows.ts";

export type TimelineQuery = {
  id: string;
  from?: number | undefined;
  to?: number | undefined;
  maximumRows: number;
  now: number;
};

const MAXIMUM_CHANGES = 40;
const OPERATOR_ENTRIES = new Set(["acknowledged", "undone", "note", "owner", "conflict", "verdict"]);
const MINUTE = 60_000;

/** Alerts, evidence, changes and operator actions of an incident on one axis, in epoch ms; undefined when it is not in these scopes. */
export function incidentTimeline(db: ReadableDb, scopes: Scopes, query: TimelineQuery): Timeline | undefined {
  const core = incidentCore(db, scopes, query.id);
  if (!core) return undefined;
  const window = windowOf(core, query);
  const changes = core.changes.slice(0, query.maximumRows).map(changeRow);
  const { rows, omitted } = alertRows(db, core, query.maximumRows - changes.length);
  const within = [...changes, ...rows].map((row) => ({
    ...row,
    bars: row.bars.filter((bar) => overlaps(bar, window)),
  }));
  const metrics = metricsOf(db, core, window);
  const found = timelineFindings(db, core, window, metrics);
  return {
    ...window,
    rows: within,
    omittedRows: omitted + core.changes.length - changes.length,
    marks: [...marksOf(db, core, window), ...found.marks].toSorted((one, other) => one.at - other.at),
    metrics: [...metrics, ...found.metrics],
    metricFailures: metricFailuresOf(db, core.id),
  };
}

type Window = { from: number; to: number };

/** Unless asked otherwise: from a quarter of the incident (5 min at least) before it or its suspect changes, until its end or now. */
function windowOf({ startedAt, resolvedAt, changes }: IncidentCore, { from, to, now }: TimelineQuery): Window {
  const end = resolvedAt ?? now;
  const lead = Math.max(5 * MINUTE, (end - startedAt) / 4);
  const earliest = Math.min(startedAt, ...changes.map((change) => change.at));
  return { from: from ?? Math.round(earliest - lead), to: to ?? end };
}

const overlaps = ({ from, to }: { from: number; to: number | null }, window: Window): boolean =>
  from <= window.to && (to ?? Infinity) >= window.from;

const changeRow = (change: SuspectChange): TimelineRow => ({
  key: `change ${change.changeId}`,
  role: "change",
  entityId: change.entityId,
  entityName: change.entityName,
  label: change.summary,
  bars: [
    { from: change.at, to: change.endedAt ?? change.at, severity: "info", state: "resolved", acknowledged: false },
  ],
});

/** Changes at the entities involved, what happened to the incident, and what operators did, by time. */
function marksOf(db: ReadableDb, core: IncidentCore, window: Window): TimelineMark[] {
  const ids = involvedEntities(db, core).entities.map((entity) => entity.id);
  const suspects = new Set(core.changes.map((change) => change.changeId));
  const changes = changesOfEntities(db, [core.scope], ids, { ...window, limit: MAXIMUM_CHANGES }).map(
    (change): TimelineMark => ({
      at: change.at,
      kind: "change",
      label: { code: "api.mark.change", params: { entity: change.entityName, summary: change.summary } },
      suspect: suspects.has(change.id),
    }),
  );
  const entries = historyOf(db, core.id)
    .filter((entry) => entry.kind !== "grew" && entry.at >= window.from && entry.at <= window.to)
    .map((entry): TimelineMark => {
      return {
        at: entry.at,
        kind: OPERATOR_ENTRIES.has(entry.kind) ? "operator" : "incident",
        label: entry.message,
        suspect: false,
      };
    });
  return [...changes, ...entries];
}

const metricFailuresOf = (db: ReadableDb, incidentId: string): MetricFailure[] =>
  rowsOf<Omit<MetricFailure, "message"> & { message: string }>(
    db,
    `SELECT f.source_id AS sourceId, coalesce(s.name, f.source_id) AS sourceName, f.message, f.at
     FROM evidence_failure f LEFT JOIN source s ON s.id = f.source_id WHERE f.incident_id = ? ORDER BY sourceName, f.source_id`,
    incidentId,
  ).map((row) => ({ ...row, message: JSON.parse(row.message) as MetricFailure["message"] }));

type Row = Omit<MetricSeries, "points" | "expected" | "band"> & {
  low: number | null;
  high: number | null;
  points: string;
};

function metricsOf(db: ReadableDb, { id, startedAt }: IncidentCore, window: Window): MetricSeries[] {
  const sql = `SELECT v.key, v.entity_id AS entityId, coalesce(e.name, v.entity_id) AS entityName, v.source_id AS sourceId, v.label, v.unit,
      v.threshold, v.expected_low AS low, v.expected_high AS high, v.points
    FROM evidence v LEFT JOIN entity e ON ${latestEntity("v.entity_id")} WHERE v.incident_id = ? ORDER BY v.key`;
  return rowsOf<Row>(db, sql, id).map(({ low, high, points, ...row }) => {
    const all = JSON.parse(points) as MetricSeries["points"];
    return {
      ...row,
      points: all.filter(([at]) => at >= window.from && at <= window.to),
      expected: low === null || high === null ? expectedBand(all, startedAt) : { low, high },
      band: null,
    };
  });
}

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo, useRef, useState } from "react";
import type { IncidentId } from "../../../shared/domain/incident.ts";
import type { Timeline } from "../../../shared/domain/timeline.ts";
import { formatTime, text, textOf } from "../../../shared/strings/index.ts";
import { timelineQuery } from "../../api/timeline.ts";
import {
  Button,
  formatMinute,
  Panel,
  panelState,
  useNow,
  useWidth,
  useZone,
  zoneName,
  zoneOffsetMs,
} from "../../ui/index.ts";
import { ticksOf, wholeRange, type Range } from "./geometry.ts";
import { TimelineAxis } from "./TimelineAxis.tsx";
import { TimelineDrawing } from "./TimelineDrawing.tsx";
import { TimelineLabels } from "./TimelineLabels.tsx";
import "./TimelinePanel.css";

/** Alerts, changes, operators' actions and metric evidence on one axis: causes above and left of effects. */
export function TimelinePanel({ id }: { id: IncidentId }) {
  const [all, setAll] = useState(false);
  const query = useQuery({ ...timelineQuery(id, { all }), placeholderData: keepPreviousData });
  const [zoom, setZoom] = useState<Range | null>(null);
  const zone = useZone();
  const timeline = query.data;
  return (
    <Panel
      className="timeline"
      title={text("incident.timeline")}
      note={timeline === undefined ? undefined : noteOf(timeline, zoneName(timeline.to, zone))}
      end={
        <>
          {timeline !== undefined && timeline.omittedRows > 0 && (
            <Button className="small" onClick={() => setAll(true)}>
              {text("incident.timelineOmitted", { count: timeline.omittedRows })}
            </Button>
          )}
          {zoom === null ? (
            <span className="label">{text("incident.timelineZoom")}</span>
          ) : (
            <Button className="small" onClick={() => setZoom(null)}>
              {text("incident.timelineAll")}
            </Button>
          )}
        </>
      }
      state={panelState(query, { isEmpty })}
      empty={{ title: text("incident.timelineEmpty"), hint: text("incident.timelineEmptyHint") }}
      skeletonLines={8}
    >
      {(data) => (
        <>
          <TimelineBody timeline={data} zoom={zoom} onZoom={setZoom} />
          {data.metricFailures.map(({ sourceId, sourceName, message }) => (
            <p key={sourceId} className="t3" role="status">
              {text("incident.metricsMissing", { source: sourceName, reason: textOf(message) })}
            </p>
          ))}
        </>
      )}
    </Panel>
  );
}

const isEmpty = ({ rows, metrics, marks }: Timeline): boolean => rows.length + metrics.length + marks.length === 0;

const noteOf = ({ from, to }: Timeline, zone: string): string =>
  text("incident.timelineNote", { from: formatMinute(from), to: formatMinute(to), zone });

const lasts = ({ rows }: Timeline): boolean => rows.some(({ bars }) => bars.some(({ to }) => to === null));

const LIVE_STEP_MS = 10_000;

/** While an alert lasts, the end of the axis is now and moves on between answers. */
function useLiveEnd(timeline: Timeline): Timeline {
  const now = useNow(LIVE_STEP_MS);
  return useMemo(() => (lasts(timeline) && now > timeline.to ? { ...timeline, to: now } : timeline), [timeline, now]);
}

type BodyProps = { timeline: Timeline; zoom: Range | null; onZoom(range: Range | null): void };

function TimelineBody({ timeline, zoom, onZoom }: BodyProps) {
  const live = useLiveEnd(timeline);
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box, 800);
  const zone = useZone();
  const { from, to } = zoom ?? wholeRange(live);
  const view = useMemo(() => {
    const range = { from, to };
    return { range, width, ticks: ticksOf(range, width, zoneOffsetMs(to, zone)) };
  }, [from, to, width, zone]);
  return (
    <div className="timeline-scroll" tabIndex={0} role="group" aria-label={text("incident.timeline")}>
      <TimelineLabels timeline={live} />
      <div ref={box}>
        <TimelineDrawing timeline={live} view={view} onZoom={onZoom} label={summaryOf(timeline)} />
      </div>
      <TimelineAxis {...view} end={live.to} lasts={lasts(live)} />
    </div>
  );
}

function summaryOf({ rows, from }: Timeline): string {
  const first = rows.find(({ role }) => role !== "change");
  const name = first === undefined ? text("common.unknown") : `${first.entityName} ${first.label}`;
  return text("incident.timelineSummary", {
    rows: rows.length,
    first: name,
    at: formatTime(first?.bars[0]?.from ?? from),
  });
}

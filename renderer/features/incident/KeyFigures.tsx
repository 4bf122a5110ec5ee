import { useQuery } from "@tanstack/react-query";
import type { IncidentDetail } from "../../../shared/domain/incident.ts";
import { text } from "../../../shared/strings/index.ts";
import { timelineQuery } from "../../api/timeline.ts";
import { joinRate, useNow } from "../../ui/index.ts";
import { durationWords, metricFigure, type KeyFigure } from "./incidentWords.ts";

const METRICS_SHOWN = 2;

/** The numbers that prove the headline: metrics against what was usual, then size, age and movement. */
export function KeyFigures({ incident }: { incident: IncidentDetail }) {
  const now = useNow();
  const timeline = useQuery(timelineQuery(incident.id));
  const metrics = (timeline.data?.metrics ?? []).map(metricFigure).filter((figure) => figure !== null);
  return <dl className="facts">{[...metrics.slice(0, METRICS_SHOWN), ...figuresOf(incident, now)].map(figure)}</dl>;
}

function figuresOf(incident: IncidentDetail, now: number): KeyFigure[] {
  const end = incident.resolvedAt ?? now;
  const sources = text("incident.fact.sources", { count: incident.sourceIds.length });
  const figures: KeyFigure[] = [
    {
      key: "duration",
      term: text("incident.fact.duration"),
      value: durationWords(end - incident.startedAt),
      note: text("incident.fact.since", { startedAt: incident.startedAt }),
    },
    {
      key: "alerts",
      term: text("incident.fact.alerts"),
      value: incident.alertCount.toLocaleString("en-GB"),
      note: text("incident.fact.firing", { count: incident.firingCount, sources }),
    },
  ];
  if (incident.state === "open") {
    figures.push({
      key: "moving",
      term: text("incident.fact.moving"),
      value: text(`incidents.trend.${incident.trend}`),
      note: joinRate(incident.perMinute),
    });
  }
  return figures;
}

const figure = ({ key, term, value, note }: KeyFigure) => (
  <div key={key}>
    <dt>{term}</dt>
    <dd>
      {value} {note !== "" && <small>{note}</small>}
    </dd>
  </div>
);

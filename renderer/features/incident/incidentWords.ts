import type { Incident, IncidentDetail, SuspectChange } from "../../../shared/domain/incident.ts";
import type { MetricSeries } from "../../../shared/domain/timeline.ts";
import { formatDuration, formatTime, text, textOf } from "../../../shared/strings/index.ts";
import { withName } from "../../ui/names.ts";

/** `Prometheus, Elastic and Kubernetes`. */
export function joinNames(names: readonly string[]): string {
  const last = names.at(-1);
  if (last === undefined) return text("incident.noSource");
  return names.length === 1 ? last : text("incident.and", { list: names.slice(0, -1).join(", "), last });
}

/** Who acknowledged, when, and how far it got; only a confirmed one names the sources as read back. */
export function acknowledgementSentence(
  { acknowledgement }: Pick<Incident, "acknowledgement">,
  sources: readonly string[],
): string {
  const { state, by, at, until } = acknowledgement;
  if (state === "none") return text("incident.ack.none");
  const params = {
    by: by ?? text("common.unknown"),
    at: at === null ? "" : formatTime(at),
    sources: joinNames(sources),
  };
  const sentence = text(`incident.ack.${state}`, params);
  return until === null || state !== "confirmed"
    ? sentence
    : `${sentence}, ${text("incident.ack.until", { untilAt: until })}`;
}

/** The second line of the headline: the probable cause and the change that may stand behind it. */
export function causeSentence({ causes, changes }: Pick<IncidentDetail, "causes" | "changes">): string | null {
  const cause = causes[0];
  if (cause === undefined) return null;
  const named = withName(cause.entityName, textOf(cause.what));
  const change = changes[0];
  if (change === undefined) return named;
  return `${named}, ${text("incident.suspectLead", { change: change.summary, lead: durationWords(change.leadMs) })}`;
}

/** When a change was made: `03:02:40 to 03:06:12`. */
export const changeSpan = ({ at, endedAt }: Pick<SuspectChange, "at" | "endedAt">): string =>
  endedAt === null || endedAt === at
    ? formatTime(at)
    : text("incident.changeSpan", { from: formatTime(at), to: formatTime(endedAt) });

/** A number with as many figures as one reads at a glance. */
export const shortNumber = (value: number): string =>
  value.toLocaleString("en-GB", {
    maximumSignificantDigits: Math.abs(value) >= 1000 ? 4 : 3,
    notation: Math.abs(value) >= 1e6 ? "compact" : "standard",
  });

export type KeyFigure = { key: string; term: string; value: string; note: string };

/** The last value of a metric beside what was usual, or its limit. */
export function metricFigure(series: MetricSeries): KeyFigure | null {
  const last = series.points.findLast(([, value]) => value !== null)?.[1];
  if (last === undefined || last === null) return null;
  const unit = series.unit === "" ? "" : ` ${series.unit}`;
  return {
    key: series.key,
    term: `${series.entityName} ${series.label}`,
    value: `${shortNumber(last)}${unit}`,
    note: metricNote(series),
  };
}

function metricNote({ expected, threshold }: MetricSeries): string {
  if (expected !== null)
    return text("incident.fact.expected", { low: shortNumber(expected.low), high: shortNumber(expected.high) });
  return threshold === null ? "" : text("incident.fact.threshold", { threshold: shortNumber(threshold) });
}

/** `19 min 08 s` while young, `1 h 52` later. */
export function durationWords(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60 || seconds >= 3600) return formatDuration(ms);
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, "0")} s`;
}

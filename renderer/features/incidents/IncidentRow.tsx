import type { Incident } from "../../../shared/domain/incident.ts";
import { formatDuration, formatNumber, text, textOf } from "../../../shared/strings/index.ts";
import { formatMinute, joinRate, Mark, Sparkline, Tag, useNow } from "../../ui/index.ts";
import { acknowledgementWords, causeWords, isAcknowledged, percent } from "./rowWords.ts";

type IncidentRowProps = {
  incident: Incident;
  /** Shortens what rows that stand together say. */
  short(words: string): string;
};

/** One open incident in two lines: what it is, what probably caused it, how large, how old, who has it. */
export function IncidentRow({ incident, short }: IncidentRowProps) {
  const now = useNow(1000);
  const { cause, change } = incident;
  const headline = textOf(incident.headline);
  return (
    <div className="queue-row">
      <Mark sev={incident.severity} acked={isAcknowledged(incident)} size={28} />
      <div>
        <div className="title" title={headline}>
          {short(headline)}
        </div>
        <div className="sub">
          {incident.staleSourceIds.length > 0 && <Tag look="stale">{text("incidents.sourceStale")}</Tag>}
          <b>
            {cause !== null && textOf(cause.what) === headline ? text("incidents.itself") : short(causeWords(cause))}
          </b>
          {cause !== null && ` ${percent(cause.probability)}`}
          {change !== null && <b> ◆ {change.summary}</b>}
        </div>
      </div>
      <div className="num">
        <div className="fig">{formatNumber(incident.alertCount)}</div>
        <div className="sub">{joinRate(incident.perMinute)}</div>
      </div>
      <div className="spark-cell">
        <Sparkline values={incident.spark} />
        <div className="sub">{text(`incidents.trend.${incident.trend}`)}</div>
      </div>
      <div className="num">
        <div className="fig">{formatDuration(now - incident.startedAt)}</div>
        <div className="sub">{formatMinute(incident.startedAt)}</div>
      </div>
      <div className="owner-cell">
        <div className={incident.owner === null ? "owner t3" : "owner"}>{incident.owner ?? text("common.nobody")}</div>
        <div className={`sub${incident.acknowledgement.state === "conflict" ? " attention" : ""}`}>
          {acknowledgementWords(incident)}
        </div>
      </div>
    </div>
  );
}

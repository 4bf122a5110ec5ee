import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { Incident } from "../../../shared/domain/incident.ts";
import { formatDuration, formatNumber, text, textOf } from "../../../shared/strings/index.ts";
import { api } from "../../api/client.ts";
import { formatMinute, hrefOf, Mark, useNow } from "../../ui/index.ts";
import { resolvedInput } from "./queueQuery.ts";
import { medianToResolve } from "./rowWords.ts";
import "./ResolvedList.css";

/** What was closed lately, in grey: the colour left with the condition. */
export function ResolvedList() {
  const input = resolvedInput(useNow(60_000));
  const { data } = useQuery({ ...api.incidents.list.queryOptions({ input }), placeholderData: keepPreviousData });
  if (data === undefined) return <section className="resolved" />;
  const median = medianToResolve(data.rows);
  return (
    <section className="resolved" aria-label={text("incidents.resolved")}>
      <header>
        <h2>{text("incidents.resolved")}</h2>
        <span className="label">
          {data.total === 0
            ? text("incidents.resolvedNone")
            : text("incidents.resolvedCount", { count: data.total, median: median ?? "" })}
        </span>
      </header>
      <ul tabIndex={data.rows.length > 0 ? 0 : undefined} aria-label={text("incidents.resolved")}>
        {data.rows.map((incident) => (
          <ResolvedRow key={incident.id} incident={incident} />
        ))}
      </ul>
    </section>
  );
}

function ResolvedRow({ incident }: { incident: Incident }) {
  const resolvedAt = incident.resolvedAt ?? incident.lastChangeAt;
  return (
    <li>
      <a href={hrefOf({ surface: "incident", id: incident.id })}>
        <Mark sev={incident.severity} acked past size={16} />
        <span className="cut name">{textOf(incident.headline)}</span>
        <span className="num">{formatNumber(incident.alertCount)}</span>
        <span>{text("incidents.resolvedAt", { time: formatMinute(resolvedAt) })}</span>
        <span className="num">{formatDuration(resolvedAt - incident.startedAt)}</span>
        <span className="cut owner-cell">{incident.owner ?? text("common.nobody")}</span>
      </a>
    </li>
  );
}

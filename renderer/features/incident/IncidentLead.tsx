import { useQuery } from "@tanstack/react-query";
import type { IncidentDetail } from "../../../shared/domain/incident.ts";
import { text, textOf } from "../../../shared/strings/index.ts";
import { api } from "../../api/client.ts";
import { hrefOf, Mark, Tag } from "../../ui/index.ts";
import { IncidentActions } from "./IncidentActions.tsx";
import { acknowledgementSentence, causeSentence } from "./incidentWords.ts";
import { KeyFigures } from "./KeyFigures.tsx";
import type { IncidentActionSet } from "./useIncidentActions.ts";
import "./IncidentLead.css";

/** What happened, in one sentence; where it stands; the numbers that prove it; and the next action. */
export function IncidentLead({ incident, actions }: { incident: IncidentDetail; actions: IncidentActionSet }) {
  const sources = useQuery(api.sources.list.queryOptions());
  const nameOf = (id: string): string => sources.data?.find((source) => source.id === id)?.name ?? id;
  const acting = incident.sourceIds.filter((id) => sources.data?.find((source) => source.id === id)?.canAct === true);
  const { state } = incident.acknowledgement;
  const headline = textOf(incident.headline);
  const second = causeSentence(incident);
  return (
    <header className="lead">
      <div className="lead-id">
        <Mark
          sev={incident.severity}
          acked={state === "confirmed" || state === "partial" || incident.state !== "open"}
          past={incident.state !== "open"}
        />
        <span className="mono">{incident.id}</span>
        {incident.state !== "open" && <Tag>{text(`incident.state.${incident.state}`)}</Tag>}
        {incident.mergedInto !== null && (
          <a className="link" href={hrefOf({ surface: "incident", id: incident.mergedInto })}>
            {text("incident.mergedInto", { id: incident.mergedInto })}
          </a>
        )}
        <Tag look={state === "conflict" || state === "failed" ? "solid" : "plain"}>{text(`incident.tag.${state}`)}</Tag>
        <span className="t3 cut">{acknowledgementSentence(incident, acting.map(nameOf))}</span>
        {incident.staleSourceIds.map((id) => (
          <Tag key={id} look="stale">
            {text("incident.staleSource", { source: nameOf(id) })}
          </Tag>
        ))}
      </div>
      <h1>
        {headline}
        {second !== null && second !== headline && <span>{second}</span>}
      </h1>
      <KeyFigures incident={incident} />
      <IncidentActions incident={incident} actions={actions} />
    </header>
  );
}

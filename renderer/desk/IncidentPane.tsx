import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import type { IncidentDetail, IncidentId } from "../../shared/domain/incident.ts";
import { text } from "../../shared/strings/index.ts";
import { api } from "../api/client.ts";
import { IncidentFindings } from "../features/findings/IncidentFindings.tsx";
import { CausesPanel } from "../features/incident/CausesPanel.tsx";
import { GroupingPanel } from "../features/incident/GroupingPanel.tsx";
import { HistoryPanel } from "../features/incident/HistoryPanel.tsx";
import { IncidentLead } from "../features/incident/IncidentLead.tsx";
import { SimilarPanel } from "../features/incident/SimilarPanel.tsx";
import { useIncidentActions } from "../features/incident/useIncidentActions.ts";
import { InvolvedMap } from "../features/map/InvolvedMap.tsx";
import { TimelinePanel } from "../features/timeline/TimelinePanel.tsx";
import { Failed, hrefOf, Loading, panelState, patiently, StaleNote } from "../ui/index.ts";
import { useIncidentKeys } from "./useIncidentKeys.ts";
import "./IncidentPane.css";

const Dialogs = lazy(async () => ({
  default: (await patiently(() => import("../features/incident/IncidentDialogs.tsx"))).IncidentDialogs,
}));

/** One incident: what happened, why, what next. */
export function IncidentPane({ id }: { id: string }) {
  const query = useQuery({
    ...api.incidents.get.queryOptions({ input: { id: id as IncidentId } }),
    placeholderData: keepPreviousData,
    retry: false,
  });
  const state = panelState(query);
  return (
    <article className="incident" aria-label={text("incident.label", { id })}>
      <a className="incident-back link" href={hrefOf({ surface: "incidents" })}>
        {text("incident.back")}
      </a>
      {state.kind === "loading" && <Loading lines={10} />}
      {state.kind === "error" && <Failed error={state.error} retry={state.retry} />}
      {state.kind === "stale" && <StaleNote since={state.since} />}
      {(state.kind === "normal" || state.kind === "stale") && <IncidentBody incident={state.data} />}
    </article>
  );
}

function IncidentBody({ incident }: { incident: IncidentDetail }) {
  const actions = useIncidentActions(incident);
  useIncidentKeys(incident, actions);
  return (
    <>
      <IncidentLead incident={incident} actions={actions} />
      <div className="incident-two">
        <CausesPanel incident={incident} actions={actions} />
        <InvolvedMap incident={incident} />
      </div>
      <TimelinePanel key={`timeline ${incident.id}`} id={incident.id} />
      <div className="incident-two last">
        <GroupingPanel incident={incident} />
        <HistoryPanel incident={incident} />
      </div>
      <IncidentFindings id={incident.id} />
      <SimilarPanel key={`similar ${incident.id}`} incident={incident} />
      <Suspense fallback={null}>
        {actions.dialog !== null && <Dialogs incident={incident} actions={actions} />}
      </Suspense>
    </>
  );
}

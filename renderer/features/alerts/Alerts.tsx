import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { IncidentId } from "../../../shared/domain/incident.ts";
import { text } from "../../../shared/strings/index.ts";
import { api } from "../../api/client.ts";
import { useRoute, type Route } from "../../ui/index.ts";
import { AlertFilters } from "./AlertFilters.tsx";
import { AlertsGrid } from "./AlertsGrid.tsx";
import { DEFAULT_VIEW, filterOf, sameFilter, type AlertView } from "./alertView.ts";
import { SavedViews } from "./SavedViews.tsx";
import { WINDOW } from "./windows.ts";
import "./alerts.css";

/** What exactly is firing: counts, filters, and every alert one row. */
export function Alerts() {
  const route = useRoute();
  const [view, setView] = useState<AlertView>(() => viewOf(route));
  useEffect(() => setView(viewOf(route)), [route]);
  const search = useRef<HTMLInputElement>(null);
  const counts = useQuery(api.alerts.counts.queryOptions());
  const sources = useQuery(api.sources.list.queryOptions());
  const names = new Map(sources.data?.map(({ id, name }) => [id, name]));
  return (
    <section className="alerts" aria-labelledby="alerts-title">
      <header className="alerts-head">
        <h1 id="alerts-title">
          {counts.data === undefined ? text("alerts.title") : text("alerts.firing", { count: counts.data.firing })}
        </h1>
        {counts.data !== undefined && (
          <span className="t2">{text("alerts.suppressed", { count: counts.data.suppressed })}</span>
        )}
        <Matching view={view} />
        <span className="end">
          <SavedViews view={view} onChange={setView} />
        </span>
      </header>
      <AlertFilters view={view} onChange={setView} counts={counts.data} sources={sources.data ?? []} search={search} />
      <AlertsGrid
        key={JSON.stringify(view)}
        view={view}
        sourceName={(id) => names.get(id) ?? id}
        focusSearch={() => search.current?.focus()}
      />
    </section>
  );
}

/** How many rows there are in all, once a filter hides some. The question is that of the list's first window. */
function Matching({ view }: { view: AlertView }) {
  const input = { filter: filterOf(view), order: view.order, offset: 0, limit: WINDOW };
  const first = useQuery(api.alerts.list.queryOptions({ input }));
  if (first.data === undefined || sameFilter(view, DEFAULT_VIEW)) return null;
  return <span className="t2">{text("alerts.matching", { count: first.data.total })}</span>;
}

/** An address may ask for the alerts of one incident or entity. */
function viewOf(route: Route): AlertView {
  if (route.surface !== "alerts") return DEFAULT_VIEW;
  const incidentId = IncidentId.safeParse(route.incidentId);
  return { ...DEFAULT_VIEW, incidentId: incidentId.success ? incidentId.data : null, entityId: route.entityId ?? null };
}

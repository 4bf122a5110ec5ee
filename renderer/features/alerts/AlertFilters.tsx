import type { Ref } from "react";
import { AlertOrder } from "../../../shared/contract/alerts.ts";
import { AlertState } from "../../../shared/domain/event.ts";
import type { Severity } from "../../../shared/domain/severity.ts";
import { text } from "../../../shared/strings/index.ts";
import { Button, Chip, Choice, Icon, Mark, markName, SearchField, SEVERITIES_WORST_FIRST } from "../../ui/index.ts";
import { DEFAULT_VIEW, sameView, takeTyped, toggleSeverity, toggleState, type AlertView } from "./alertView.ts";

type AlertCounts = {
  firing: number;
  suppressed: number;
  bySeverity: Record<Severity, number>;
  bySource: Record<string, number>;
};

type AlertFiltersProps = {
  view: AlertView;
  onChange(view: AlertView): void;
  counts: AlertCounts | undefined;
  sources: readonly { id: string; name: string }[];
  search: Ref<HTMLInputElement>;
};

/** What is shown, as chips that say what they do; counts come from the engine and are of everything, not of what is loaded. */
export function AlertFilters({ view, onChange, counts, sources, search }: AlertFiltersProps) {
  return (
    <div className="alert-filters" role="group" aria-label={text("alerts.filters")}>
      <SearchField
        ref={search}
        label={text("alerts.search")}
        hint={text("alerts.searchHint")}
        value={view.text}
        onSearch={(typed, isWhole) => {
          const next = takeTyped(view, isWhole ? `${typed} ` : typed);
          onChange(next);
          return next.text;
        }}
      />
      <span className="alert-chips">
        {AlertState.options.map((state) => (
          <Chip key={state} on={view.states.includes(state)} onToggle={() => onChange(toggleState(view, state))}>
            {text(`alerts.state.${state}`)}
            {counts !== undefined && state !== "resolved" && <b>{counts[state].toLocaleString("en-GB")}</b>}
          </Chip>
        ))}
      </span>
      <span className="alert-chips">
        {SEVERITIES_WORST_FIRST.map((severity) => (
          <Chip
            key={severity}
            on={view.severities.includes(severity)}
            onToggle={() => onChange(toggleSeverity(view, severity))}
          >
            <Mark sev={severity} size={16} decorative />
            <span className="visually-hidden">{markName(severity)}</span>
            <b>{(counts?.bySeverity[severity] ?? 0).toLocaleString("en-GB")}</b>
          </Chip>
        ))}
      </span>
      <Chip on={view.unacknowledged} onToggle={() => onChange({ ...view, unacknowledged: !view.unacknowledged })}>
        {text("alerts.unacknowledged")}
      </Chip>
      <PlaceChips view={view} onChange={onChange} />
      <span className="alert-choices">
        <Choice
          label={text("alerts.source")}
          value={view.sourceIds[0] ?? ""}
          options={[
            { value: "", label: text("alerts.allSources") },
            ...sources.map(({ id, name }) => ({ value: id, label: `${name} ${counts?.bySource[id] ?? 0}` })),
          ]}
          onChange={(id) => onChange({ ...view, sourceIds: id === "" ? [] : [id] })}
        />
        <Choice
          label={text("alerts.order")}
          value={view.order}
          options={AlertOrder.options.map((order) => ({ value: order, label: text(`alerts.order.${order}`) }))}
          onChange={(order) => onChange({ ...view, order })}
        />
        {!sameView(view, DEFAULT_VIEW) && (
          <Button look="quiet" onClick={() => onChange(DEFAULT_VIEW)}>
            {text("alerts.clear")}
          </Button>
        )}
      </span>
    </div>
  );
}

function PlaceChips({ view, onChange }: Pick<AlertFiltersProps, "view" | "onChange">) {
  const places = [
    view.site === null ? null : { label: text("alerts.site", { site: view.site }), without: { ...view, site: null } },
    view.entityId === null
      ? null
      : { label: text("alerts.entity", { entity: view.entityId }), without: { ...view, entityId: null } },
    view.incidentId === null
      ? null
      : { label: text("alerts.incident", { id: view.incidentId }), without: { ...view, incidentId: null } },
  ].filter((place) => place !== null);
  return places.map(({ label, without }) => (
    <button
      key={label}
      type="button"
      className="chip on"
      aria-label={text("alerts.takeAway", { filter: label })}
      onClick={() => onChange(without)}
    >
      {label}
      <Icon name="close" size={12} />
    </button>
  ));
}

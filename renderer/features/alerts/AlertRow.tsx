import type { Alert } from "../../../shared/domain/alert.ts";
import { text } from "../../../shared/strings/index.ts";
import { Age, Cell, type GridColumn, hrefOf, Icon, iconOfKind, Mark, TimeText } from "../../ui/index.ts";
import { acknowledgementText, isHeld } from "./acknowledgement.ts";

/** The tracks keep their width whatever the rows say, so that nothing shifts when a count changes. */
export const alertColumns = (): GridColumn[] => [
  { id: "severity", label: "", width: "20px" },
  { id: "summary", label: text("alerts.column.summary"), width: "minmax(220px, 3fr)" },
  { id: "entity", label: text("alerts.column.entity"), width: "minmax(120px, 1.2fr)" },
  { id: "site", label: text("alerts.column.site"), width: "minmax(48px, 0.5fr)" },
  { id: "since", label: text("alerts.column.since"), width: "64px", align: "end" },
  { id: "age", label: text("alerts.column.age"), width: "64px", align: "end" },
  { id: "count", label: text("alerts.column.count"), width: "56px", align: "end" },
  { id: "sources", label: text("alerts.column.sources"), width: "minmax(88px, 1fr)" },
  { id: "incident", label: text("alerts.column.incident"), width: "92px" },
  { id: "acknowledged", label: text("alerts.column.acknowledged"), width: "minmax(96px, 0.8fr)" },
];

/** The cells of one alert. */
export function AlertRow({ alert, sourceName }: { alert: Alert; sourceName(id: string): string }) {
  return (
    <>
      <Cell>
        <Mark
          sev={alert.state === "suppressed" ? "suppressed" : alert.severity}
          acked={isHeld(alert)}
          past={alert.state === "resolved"}
          size={16}
        />
      </Cell>
      <Cell className={alert.state === "firing" ? "alert-summary" : "alert-summary t3"}>
        {alert.summary} <span className="t3">{alert.name}</span>
      </Cell>
      <Cell className="alert-entity t2">
        <Icon name={iconOfKind(alert.entityKind)} size={14} />
        <span className="cut">{alert.entityName}</span>
      </Cell>
      <Cell className="t3">{alert.site ?? text("alerts.noSite")}</Cell>
      <Cell align="end" className="t2">
        <TimeText at={alert.startedAt} precision="minute" />
      </Cell>
      <Cell align="end">
        <Age since={alert.startedAt} />
      </Cell>
      <Cell align="end" className="t3">
        {alert.count.toLocaleString("en-GB")}
      </Cell>
      <Cell className="t3">{alert.sourceIds.map(sourceName).join(", ")}</Cell>
      <Cell>
        {alert.incidentId !== null && (
          <a className="alert-incident mono" href={hrefOf({ surface: "incident", id: alert.incidentId })}>
            {alert.incidentId}
          </a>
        )}
        {alert.incidentId === null && alert.suppressedBy !== undefined && (
          <span className="t3" title={text("alerts.detail.suppressedBy", { rule: alert.suppressedBy })}>
            {alert.suppressedBy}
          </span>
        )}
      </Cell>
      <Cell
        className={
          alert.acknowledgement.state === "conflict" || alert.acknowledgement.state === "failed"
            ? "alert-trouble"
            : "t2"
        }
      >
        {acknowledgementText(alert.acknowledgement)}
      </Cell>
    </>
  );
}

/** A row whose window is on its way. */
export function LoadingRow() {
  return (
    <Cell className="alert-loading">
      <i aria-label={text("alerts.loadingRow")} role="img" />
    </Cell>
  );
}

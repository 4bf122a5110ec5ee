import type { IncidentDetail } from "../../../shared/domain/incident.ts";
import { text, textOf } from "../../../shared/strings/index.ts";
import { Panel } from "../../ui/index.ts";
import "./GroupingPanel.css";

/** Why these alerts are one incident: a line per kind of evidence, with how many alerts it holds. */
export function GroupingPanel({ incident }: { incident: IncidentDetail }) {
  const { grouping } = incident;
  const state = { kind: grouping.length === 0 ? "empty" : "normal", data: grouping } as const;
  const empty = { title: text("incident.whyEmpty"), hint: text("incident.whyEmptyHint") };
  return (
    <Panel
      className="grouping"
      title={text("incident.why", { count: incident.alertCount })}
      state={state}
      empty={empty}
    >
      {(reasons) => (
        <div className="grouping-scroll" tabIndex={0} role="group" aria-label={text("incident.whyColumn.evidence")}>
          <table>
            <colgroup>
              <col />
              <col className="alerts-column" />
              <col className="share-column" />
            </colgroup>
            <thead className="visually-hidden">
              <tr>
                <th scope="col">{text("incident.whyColumn.evidence")}</th>
                <th scope="col">{text("incident.whyColumn.alerts")}</th>
                <th scope="col">{text("incident.whyColumn.share")}</th>
              </tr>
            </thead>
            <tbody>
              {reasons.map((reason, index) => (
                <tr key={index}>
                  <td className="cut" title={textOf(reason)}>
                    {textOf(reason)}
                  </td>
                  <td className="num">{reason.alerts.toLocaleString("en-GB")}</td>
                  <td>
                    <span
                      className="weight"
                      role="img"
                      aria-label={text("incident.whyShare", { percent: `${Math.round(reason.share * 100)} %` })}
                      style={{ width: `${Math.round(reason.share * 96)}px` }}
                    />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}

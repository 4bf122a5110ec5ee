import type { IncidentDetail, IncidentEntry } from "../../../shared/domain/incident.ts";
import { text, textOf } from "../../../shared/strings/index.ts";
import { Panel, TimeText } from "../../ui/index.ts";
import "./HistoryPanel.css";

/** What the engine found and what people did, the newest above. It is never changed, only added to. */
export function HistoryPanel({ incident }: { incident: IncidentDetail }) {
  const { history } = incident;
  const state = { kind: history.length === 0 ? "empty" : "normal", data: history.toReversed() } as const;
  const empty = { title: text("incident.historyEmpty"), hint: text("incident.historyEmptyHint") };
  const note = text("incident.historyCount", { count: history.length });
  return (
    <Panel className="history" title={text("incident.history")} note={note} state={state} empty={empty}>
      {(entries) => (
        <ol className="history-list" tabIndex={0} aria-label={text("incident.history")}>
          {entries.map((entry, index) => (
            <Entry key={entries.length - index} entry={entry} />
          ))}
        </ol>
      )}
    </Panel>
  );
}

function Entry({ entry: { at, kind, by, message } }: { entry: IncidentEntry }) {
  return (
    <li className={kind === "note" || kind === "conflict" || kind === "verdict" ? "by-person" : ""}>
      <span className="num">
        <TimeText at={at} />
      </span>
      <span className="cut history-by">{by ?? text("incident.byEngine")}</span>
      <span className="history-words">{textOf(message)}</span>
    </li>
  );
}

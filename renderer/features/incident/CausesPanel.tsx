import { useState } from "react";
import type { Cause, IncidentDetail } from "../../../shared/domain/incident.ts";
import { text, textOf } from "../../../shared/strings/index.ts";
import { Button, Panel } from "../../ui/index.ts";
import { causeTitle, reasonsShown, sortReasons } from "./causeWords.ts";
import type { IncidentActionSet } from "./useIncidentActions.ts";
import { isRuledOut, refutable } from "./verdictWords.ts";
import { SuspectChangeBox } from "./SuspectChangeBox.tsx";
import "./CausesPanel.css";

/** More stand behind a button, so that the suspected change is in view. */
const CAUSES_SHOWN = 3;

/** Ranked probable causes with what speaks for and against each, and the change that may stand behind them. */
export function CausesPanel({ incident, actions }: { incident: IncidentDetail; actions: IncidentActionSet }) {
  const { causes, changes, model, verdicts } = incident;
  const wrong = incident.state === "open" && actions.mayAct ? refutable(incident) : undefined;
  const [all, setAll] = useState(false);
  const hidden = all ? 0 : Math.max(0, causes.length - CAUSES_SHOWN);
  const state = { kind: causes.length === 0 ? "empty" : "normal", data: causes } as const;
  const empty = { title: text("incident.causesEmpty"), hint: text("incident.causesEmptyHint") };
  return (
    <Panel
      className="causes"
      title={text("incident.causes")}
      end={
        <>
          {hidden > 0 && (
            <Button className="small" onClick={() => setAll(true)}>
              {text("incident.moreCauses", { count: hidden })}
            </Button>
          )}
          {wrong !== undefined && (
            <Button
              className="small"
              keys="w"
              disabled={actions.busy}
              title={text("incident.ruleOutHint", { name: wrong.entityName ?? "" })}
              onClick={actions.ruleOut}
            >
              {text("incident.ruleOut")}
            </Button>
          )}
          <span className="label">{text("incident.causesModel", { model })}</span>
        </>
      }
      state={state}
      empty={empty}
    >
      {(ranked) => (
        <>
          <ol className="cause-list">
            {ranked.slice(0, ranked.length - hidden).map((cause) => (
              <CauseItem
                key={cause.rank}
                cause={cause}
                first={cause.rank === 1}
                ruledOut={isRuledOut(verdicts, cause.entityId)}
              />
            ))}
          </ol>
          <SuspectChangeBox changes={changes} />
        </>
      )}
    </Panel>
  );
}

function CauseItem({ cause, first, ruledOut }: { cause: Cause; first: boolean; ruledOut: boolean }) {
  const [open, setOpen] = useState(first);
  const reasons = sortReasons(cause.reasons);
  const { shown, hidden } = reasonsShown(reasons, open && !first);
  const percent = `${Math.round(cause.probability * 100)} %`;
  return (
    <li className={`cause${first ? "" : " lesser"}${ruledOut ? " ruled-out" : ""}`}>
      <span className="rank">{cause.rank}</span>
      {first ? (
        <b>{causeTitle(cause)}</b>
      ) : (
        <button
          type="button"
          className="cause-toggle cut"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          title={causeTitle(cause)}
        >
          {causeTitle(cause)}
        </button>
      )}
      <span className="probability" role="img" aria-label={text("incident.probability", { percent })}>
        <i style={{ width: percent.replace(" ", "") }} />
      </span>
      <span className="num" aria-hidden="true">
        {percent}
      </span>
      {open && (
        <ul className="reasons">
          {shown.map((reason, index) => (
            <li key={index} className={reason.supports ? "" : "against"} title={textOf(reason)}>
              <span className="visually-hidden">
                {text(reason.supports ? "incident.supports" : "incident.against")}:{" "}
              </span>
              {textOf(reason)}
            </li>
          ))}
          {hidden > 0 && <li className="more">{text("incident.moreReasons", { count: hidden })}</li>}
        </ul>
      )}
    </li>
  );
}

import type { IncidentDetail } from "../../../shared/domain/incident.ts";
import { text } from "../../../shared/strings/index.ts";
import { Button, hrefOf } from "../../ui/index.ts";
import { nextToTakeBack } from "./verdictWords.ts";
import type { IncidentActionSet } from "./useIncidentActions.ts";

/** The next actions; the first is the one that is due. */
export function IncidentActions({ incident, actions }: { incident: IncidentDetail; actions: IncidentActionSet }) {
  const { state } = incident.acknowledgement;
  const due = state === "none" || state === "failed" || state === "partial";
  const disabled = !actions.mayAct || actions.busy;
  const open = incident.state === "open";
  const verdict = nextToTakeBack(incident);
  return (
    <div className="actions">
      {open && due && (
        <Button look="primary" keys="a" disabled={disabled} onClick={() => actions.acknowledge()}>
          {text("incident.acknowledge")}
        </Button>
      )}
      {open && due && (
        <Button keys="s" disabled={disabled} onClick={() => actions.openDialog("acknowledge")}>
          {text("incident.acknowledgeMore")}
        </Button>
      )}
      {open && !due && verdict === undefined && (
        <Button keys="u" disabled={disabled} onClick={actions.undo}>
          {text("incident.undo")}
        </Button>
      )}
      <Button keys="o" disabled={disabled} onClick={actions.toggleOwner}>
        {text(actions.mine ? "incident.release" : "incident.take")}
      </Button>
      <Button keys="n" disabled={disabled} onClick={() => actions.openDialog("note")}>
        {text("incident.note")}
      </Button>
      {open && (
        <>
          <Button keys="+" disabled={disabled} onClick={() => actions.openDialog("merge")}>
            {text("incident.merge")}
          </Button>
          <Button keys="-" disabled={disabled || incident.entityCount < 2} onClick={() => actions.openDialog("split")}>
            {text("incident.split")}
          </Button>
        </>
      )}
      {open && verdict !== undefined && (
        <Button
          keys="u"
          disabled={disabled}
          onClick={actions.undo}
          title={text(`incident.undoVerdict.${verdict.verdict.kind}`)}
        >
          {text(`incident.undoVerdict.${verdict.verdict.kind}`)}
        </Button>
      )}
      <span className="end">
        <a className="link" href={hrefOf({ surface: "alerts", incidentId: incident.id })}>
          {text("incident.alertsLink")}
        </a>
        <a className="link" href={hrefOf({ surface: "topology", incidentId: incident.id })}>
          {text("incident.mapLink")}
        </a>
      </span>
    </div>
  );
}

import type { Incident } from "../../shared/domain/incident.ts";
import { text } from "../../shared/strings/index.ts";
import type { IncidentActionSet } from "../features/incident/useIncidentActions.ts";
import { useKeys } from "../ui/index.ts";

/** The keys that act on the incident that is shown. */
export function useIncidentKeys(incident: Pick<Incident, "state">, actions: IncidentActionSet): void {
  const group = text("incident.keys");
  const open = incident.state === "open";
  const key = (keys: string, label: string, run: () => void) => ({ keys, label, run, group, inBar: true });
  useKeys([
    ...(open ? [key("a", text("incident.acknowledge"), () => actions.acknowledge())] : []),
    ...(open ? [key("s", text("incident.acknowledgeMore"), () => actions.openDialog("acknowledge"))] : []),
    ...(open ? [key("u", text("incident.undo"), actions.undo)] : []),
    key("o", text(actions.mine ? "incident.release" : "incident.take"), actions.toggleOwner),
    key("n", text("incident.note"), () => actions.openDialog("note")),
  ]);
}

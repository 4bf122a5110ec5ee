import type { Incident } from "../../shared/domain/incident.ts";
import { text } from "../../shared/strings/index.ts";
import type { IncidentActionSet } from "../features/incident/useIncidentActions.ts";
import { useKeys, type KeyCommand } from "../ui/index.ts";

/** The keys that act on the incident that is shown. */
export function useIncidentKeys(incident: Pick<Incident, "state">, actions: IncidentActionSet): void {
  const key = (keys: string, label: string, inBar: string, run: () => void): KeyCommand => ({
    keys,
    label,
    run,
    group: text("incident.keys"),
    bar: { keys: [keys], label: inBar },
  });
  const whileOpen = [
    key("a", text("incident.acknowledge"), text("incident.key.acknowledge"), () => actions.acknowledge()),
    key("s", text("incident.acknowledgeMoreKey"), text("incident.key.acknowledgeMore"), () =>
      actions.openDialog("acknowledge"),
    ),
    key("u", text("incident.undoLast"), text("incident.key.undo"), actions.undo),
    key("+", text("incident.mergeKey"), text("incident.key.merge"), () => actions.openDialog("merge")),
    key("-", text("incident.splitKey"), text("incident.key.split"), () => actions.openDialog("split")),
    key("w", text("incident.ruleOutKey"), text("incident.key.ruleOut"), actions.ruleOut),
  ];
  useKeys(
    [
      ...(incident.state === "open" ? whileOpen : []),
      actions.mine
        ? key("o", text("incident.release"), text("incident.key.release"), actions.toggleOwner)
        : key("o", text("incident.take"), text("incident.key.take"), actions.toggleOwner),
      key("n", text("incident.note"), text("incident.key.note"), () => actions.openDialog("note")),
    ],
    "part",
  );
}

import { useMutation, useQuery } from "@tanstack/react-query";
import { text } from "../../../shared/strings/index.ts";
import { api } from "../../api/client.ts";
import { Button, errorText, Panel, panelState } from "../../ui/index.ts";

/** Into the demo estate and back. */
export function DemoPanel() {
  const session = useQuery(api.session.get.queryOptions());
  const change = useMutation(api.session.setDemo.mutationOptions());
  return (
    <Panel title={text("settings.demo")} state={panelState(session)} empty={{ title: text("settings.demo"), hint: "" }}>
      {({ demo, caller }) => (
        <div className="settings-body">
          <p>{text(demo ? "settings.demoOn" : "settings.demoOff")}</p>
          <span>
            <Button
              disabled={change.isPending || !caller.permissions.includes("configure")}
              onClick={() => change.mutate({ demo: !demo }, { onSuccess: () => void session.refetch() })}
            >
              {text(change.isPending ? "settings.demoSwitching" : demo ? "settings.demoLeave" : "settings.demoEnter")}
            </Button>
          </span>
          {change.isError && (
            <p className="field-error">{text("settings.demoFailed", { reason: errorText(change.error) })}</p>
          )}
        </div>
      )}
    </Panel>
  );
}

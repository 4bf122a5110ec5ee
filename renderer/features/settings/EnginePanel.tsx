import { useQuery } from "@tanstack/react-query";
import { formatDuration, text } from "../../../shared/strings/index.ts";
import { api } from "../../api/client.ts";
import { Panel, panelState, useNow } from "../../ui/index.ts";

const HEALTH_MS = 5_000;
const BYTES_PER_MB = 1_000_000;

/** Version, folder and figures of the engine. */
export function EnginePanel() {
  const session = useQuery(api.session.get.queryOptions());
  const health = useQuery({ ...api.health.get.queryOptions(), refetchInterval: HEALTH_MS });
  const now = useNow();
  const count = (value: number | undefined): string => value?.toLocaleString("en-GB") ?? text("common.unknown");
  return (
    <Panel
      title={text("settings.engine")}
      state={panelState(session)}
      empty={{ title: text("settings.engine"), hint: "" }}
    >
      {({ version, engineStartedAt, dataFolder, caller }) => {
        const { data } = health;
        const permissions = caller.permissions
          .map((permission) => text(`settings.permission.${permission}`))
          .join(", ");
        const facts = [
          [text("settings.engine.version"), version],
          [text("settings.engine.started"), formatDuration(now - engineStartedAt)],
          ...(dataFolder === null ? [] : [[text("settings.engine.folder"), dataFolder] as const]),
          [
            text("settings.engine.database"),
            data === undefined
              ? text("common.unknown")
              : text("settings.megabytes", { count: Math.round(data.databaseBytes / BYTES_PER_MB) }),
          ],
          [text("settings.engine.events"), count(data?.eventCount)],
          [text("settings.engine.queue"), count(data?.queueDepth)],
          [
            text("settings.engine.transaction"),
            data === undefined
              ? text("common.unknown")
              : text("settings.milliseconds", { count: Math.round(data.transactionP99Ms) }),
          ],
          [text("settings.engine.analysisLag"), count(data?.analysisLag)],
          [text("settings.engine.restarts"), count(data?.workerRestarts)],
          [text("settings.engine.caller"), text("settings.engine.callerMay", { name: caller.name, permissions })],
        ] as const;
        return (
          <dl className="settings-facts">
            {facts.map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        );
      }}
    </Panel>
  );
}

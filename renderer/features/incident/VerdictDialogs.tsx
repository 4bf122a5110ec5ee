import { useQuery } from "@tanstack/react-query";
import { useState, type FormEvent, type ReactNode } from "react";
import type { EntityId } from "../../../shared/domain/entity.ts";
import type { IncidentDetail, IncidentId } from "../../../shared/domain/incident.ts";
import { text, textOf } from "../../../shared/strings/index.ts";
import { api } from "../../api/client.ts";
import { Check, Dialog, Empty, Failed, Loading, panelState } from "../../ui/index.ts";
import { DialogEnd, sendWithControlEnter } from "./DialogParts.tsx";
import "./VerdictDialogs.css";

const MOST_MERGED = 20;
const INCIDENTS_SHOWN = 100;

type MergeProps = { incident: Pick<IncidentDetail, "id">; onClose(): void; onSave(ids: IncidentId[]): void };

/** Which other open incidents are the same case. */
export function MergeDialog({ incident: { id }, onClose, onSave }: MergeProps) {
  const query = useQuery(api.incidents.list.queryOptions({ input: { limit: INCIDENTS_SHOWN } }));
  const state = panelState(query);
  if (state.kind === "loading" || state.kind === "error" || state.kind === "empty") {
    return (
      <Dialog title={text("incident.mergeTitle", { id })} onClose={onClose}>
        {state.kind === "error" ? <Failed error={state.error} retry={state.retry} /> : <Loading lines={5} />}
      </Dialog>
    );
  }
  const others = state.data.rows.filter((row) => row.id !== id);
  return (
    <Chooser<IncidentId>
      title={text("incident.mergeTitle", { id })}
      explain={text("incident.mergeExplain")}
      action={text("incident.mergeDo")}
      empty={text("incident.mergeNone")}
      most={Math.min(MOST_MERGED, others.length)}
      options={others.map((row) => ({
        value: row.id,
        label: (
          <span className="cut" title={textOf(row.headline)}>
            <span className="mono t3">{row.id}</span> <b>{textOf(row.headline)}</b>
          </span>
        ),
        count: row.alertCount,
      }))}
      onClose={onClose}
      onSave={onSave}
    />
  );
}

type SplitProps = { incident: Pick<IncidentDetail, "id" | "entities">; onClose(): void; onSave(ids: EntityId[]): void };

/** Which entities are another case: all that alerts at them goes with them. */
export function SplitDialog({ incident: { id, entities }, onClose, onSave }: SplitProps) {
  const alerting = entities.filter(({ alertCount }) => alertCount > 0);
  return (
    <Chooser<EntityId>
      title={text("incident.splitTitle", { id })}
      explain={text("incident.splitExplain")}
      action={text("incident.splitDo")}
      empty={text("incident.splitNone")}
      most={alerting.length - 1}
      options={(alerting.length > 1 ? alerting : []).map((entity) => ({
        value: entity.id,
        label: <span className="cut">{entity.name}</span>,
        count: entity.alertCount,
      }))}
      onClose={onClose}
      onSave={onSave}
    />
  );
}

type ChooserProps<T extends string> = {
  title: string;
  explain: string;
  action: string;
  empty: string;
  most: number;
  options: readonly { value: T; label: ReactNode; count: number }[];
  onClose(): void;
  onSave(chosen: T[]): void;
};

/** A list to tick: Tab moves, Space ticks, Control and Enter sends. */
function Chooser<T extends string>(props: ChooserProps<T>) {
  const { title, explain, action, empty, most, options, onClose, onSave } = props;
  const [chosen, setChosen] = useState<readonly T[]>([]);
  const toggle = (value: T): void =>
    setChosen(chosen.includes(value) ? chosen.filter((other) => other !== value) : [...chosen, value]);
  const sendable = chosen.length > 0 && chosen.length <= most;
  const save = (event: FormEvent): void => {
    event.preventDefault();
    if (!sendable) return;
    onSave([...chosen]);
    onClose();
  };
  return (
    <Dialog title={title} onClose={onClose}>
      {options.length === 0 ? (
        <Empty title={empty} hint={explain} />
      ) : (
        <form className="dialog-form" onSubmit={save} onKeyDown={sendWithControlEnter}>
          <p className="t2">{explain}</p>
          <div className="chooser" role="group" aria-label={title}>
            {options.map(({ value, label, count }, index) => (
              <Check
                key={value}
                first={index === 0}
                on={chosen.includes(value)}
                onToggle={() => toggle(value)}
                count={count}
              >
                {label}
              </Check>
            ))}
          </div>
          <DialogEnd onClose={onClose} disabled={!sendable} action={action} />
        </form>
      )}
    </Dialog>
  );
}

import { useState, type FormEvent } from "react";
import type { Incident } from "../../../shared/domain/incident.ts";
import { formatDuration, text } from "../../../shared/strings/index.ts";
import { Button, Chip, Dialog } from "../../ui/index.ts";
import type { IncidentActionSet } from "./useIncidentActions.ts";
import "./IncidentDialogs.css";

const MINUTES = [30, 120, 480, 1440] as const;

/** What asks before it acts: a note, and an acknowledgement with words and an end. */
export function IncidentDialogs({ incident, actions }: { incident: Pick<Incident, "id">; actions: IncidentActionSet }) {
  const close = (): void => actions.openDialog(null);
  if (actions.dialog === "note") return <NoteDialog id={incident.id} onClose={close} onSave={actions.note} />;
  if (actions.dialog === "acknowledge") {
    return (
      <AcknowledgeDialog
        id={incident.id}
        onClose={close}
        onSave={(note, minutes) => actions.acknowledge({ note, minutes })}
      />
    );
  }
  return null;
}

function NoteDialog({ id, onClose, onSave }: { id: string; onClose(): void; onSave(words: string): void }) {
  const [words, setWords] = useState("");
  const save = (event: FormEvent): void => {
    event.preventDefault();
    onSave(words.trim());
    onClose();
  };
  return (
    <Dialog title={text("incident.noteTitle", { id })} onClose={onClose}>
      <form className="dialog-form" onSubmit={save}>
        <Words
          label={text("incident.noteLabel")}
          hint={text("incident.noteHint")}
          value={words}
          onChange={setWords}
          limit={4000}
        />
        <DialogEnd onClose={onClose} disabled={words.trim() === ""} action={text("incident.note")} />
      </form>
    </Dialog>
  );
}

function AcknowledgeDialog({
  id,
  onClose,
  onSave,
}: {
  id: string;
  onClose(): void;
  onSave(note: string, minutes: number): void;
}) {
  const [words, setWords] = useState("");
  const [minutes, setMinutes] = useState<number>(120);
  const save = (event: FormEvent): void => {
    event.preventDefault();
    onSave(words.trim(), minutes);
    onClose();
  };
  return (
    <Dialog title={text("incident.ackTitle", { id })} onClose={onClose}>
      <form className="dialog-form" onSubmit={save}>
        <p className="t2">{text("incident.ackExplain")}</p>
        <fieldset>
          <legend>{text("incident.ackMinutes")}</legend>
          {MINUTES.map((choice) => (
            <Chip key={choice} on={choice === minutes} onToggle={() => setMinutes(choice)}>
              {formatDuration(choice * 60_000)}
            </Chip>
          ))}
        </fieldset>
        <Words
          label={text("incident.ackNote")}
          hint={text("incident.ackNoteHint")}
          value={words}
          onChange={setWords}
          limit={2000}
        />
        <DialogEnd onClose={onClose} disabled={false} action={text("incident.acknowledge")} />
      </form>
    </Dialog>
  );
}

type WordsProps = { label: string; hint: string; value: string; onChange(value: string): void; limit: number };

function Words({ label, hint, value, onChange, limit }: WordsProps) {
  return (
    <label className="dialog-words">
      {label}
      <textarea
        rows={4}
        maxLength={limit}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        data-autofocus
      />
      <small className="t3">{hint}</small>
    </label>
  );
}

function DialogEnd({ onClose, disabled, action }: { onClose(): void; disabled: boolean; action: string }) {
  return (
    <div className="dialog-end">
      <Button onClick={onClose}>{text("common.cancel")}</Button>
      <Button look="primary" type="submit" disabled={disabled}>
        {action}
      </Button>
    </div>
  );
}

import { useState, type FormEvent } from "react";
import type { Incident, IncidentDetail } from "../../../shared/domain/incident.ts";
import { MAXIMUM_PER_ACTION } from "../../../shared/domain/outbox.ts";
import { text } from "../../../shared/strings/index.ts";
import { Dialog, Segments, type ChoiceOption } from "../../ui/index.ts";
import { DialogEnd, sendWithControlEnter } from "./DialogParts.tsx";
import { MergeDialog, SplitDialog } from "./VerdictDialogs.tsx";
import type { IncidentActionSet } from "./useIncidentActions.ts";
import "./IncidentDialogs.css";

const MINUTES = ["30", "120", "480", "1440"] as const;
type MinuteChoice = (typeof MINUTES)[number];

type IncidentDialogsProps = {
  incident: Pick<IncidentDetail, "id" | "firingCount" | "entities">;
  actions: IncidentActionSet;
};

/** What asks before it acts: a note, and an acknowledgement with words and an end. */
export function IncidentDialogs({ incident, actions }: IncidentDialogsProps) {
  const close = (): void => actions.openDialog(null);
  if (actions.dialog === "note") return <NoteDialog id={incident.id} onClose={close} onSave={actions.note} />;
  if (actions.dialog === "merge")
    return <MergeDialog incident={incident} onClose={close} onSave={actions.verdicts.merge} />;
  if (actions.dialog === "split")
    return <SplitDialog incident={incident} onClose={close} onSave={actions.verdicts.split} />;
  if (actions.dialog === "acknowledge") {
    return (
      <AcknowledgeDialog
        incident={incident}
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
      <form className="dialog-form" onSubmit={save} onKeyDown={sendWithControlEnter}>
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

type AcknowledgeProps = {
  incident: Pick<Incident, "id" | "firingCount">;
  onClose(): void;
  onSave(note: string, minutes: number): void;
};

function AcknowledgeDialog({ incident, onClose, onSave }: AcknowledgeProps) {
  const [words, setWords] = useState("");
  const [minutes, setMinutes] = useState<MinuteChoice>("120");
  const { id, firingCount: count } = incident;
  const save = (event: FormEvent): void => {
    event.preventDefault();
    onSave(words.trim(), Number(minutes));
    onClose();
  };
  return (
    <Dialog title={text("incident.ackTitle", { id })} onClose={onClose}>
      <form className="dialog-form" onSubmit={save} onKeyDown={sendWithControlEnter}>
        <p className="t2">{text("incident.ackExplain")}</p>
        <p>
          {count > MAXIMUM_PER_ACTION
            ? text("incident.ackMost", { count, most: MAXIMUM_PER_ACTION })
            : text("incident.ackCount", { count })}
        </p>
        <div className="dialog-choice">
          <span>{text("incident.ackMinutes")}</span>
          <Segments<MinuteChoice>
            label={text("incident.ackMinutes")}
            value={minutes}
            options={minuteOptions()}
            onChange={setMinutes}
          />
        </div>
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

const minuteOptions = (): ChoiceOption<MinuteChoice>[] =>
  MINUTES.map((value) => ({ value, label: choiceWords(Number(value)) }));

const choiceWords = (minutes: number): string =>
  minutes < 60 ? text("incident.ackForMinutes", { minutes }) : text("incident.ackForHours", { hours: minutes / 60 });

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

import type { KeyboardEvent } from "react";
import { text } from "../../../shared/strings/index.ts";
import { Button } from "../../ui/index.ts";

/** Enter makes a new line in what is written; with Control or ⌘ it sends. */
export function sendWithControlEnter(event: KeyboardEvent<HTMLFormElement>): void {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.currentTarget.requestSubmit();
}

/** Leaves it, or does what the dialog is about. */
export function DialogEnd({ onClose, disabled, action }: { onClose(): void; disabled: boolean; action: string }) {
  return (
    <div className="dialog-end">
      <Button onClick={onClose}>{text("common.cancel")}</Button>
      <Button look="primary" type="submit" keys="Ctrl+Enter" disabled={disabled}>
        {action}
      </Button>
    </div>
  );
}

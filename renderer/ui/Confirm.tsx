import { useEffect, useId, useRef, type ReactNode } from "react";
import { text } from "../../shared/strings/index.ts";
import { Button } from "./Button.tsx";
import "./Drawer.css";

type ConfirmProps = {
  title: string;
  confirm: string;
  busy?: boolean;
  onConfirm(): void;
  onCancel(): void;
  children: ReactNode;
};

/** Asks before what cannot be taken back. Escape and the first control cancel. */
export function Confirm({ title, confirm, busy = false, onConfirm, onCancel, children }: ConfirmProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      className="dialog"
      aria-modal="true"
      aria-labelledby={titleId}
      onCancel={onCancel}
      onClose={onCancel}
    >
      <h2 id={titleId}>{title}</h2>
      {children}
      <footer>
        <Button onClick={onCancel}>{text("common.cancel")}</Button>
        <Button look="primary" disabled={busy} onClick={onConfirm}>
          {confirm}
        </Button>
      </footer>
    </dialog>
  );
}

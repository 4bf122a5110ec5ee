import { Drawer, Modal } from "@mantine/core";
import type { ReactNode } from "react";
import { text } from "../../shared/strings/index.ts";
import "./Dialog.css";

export type DialogProps = { title: string; onClose(): void; children: ReactNode; size?: number };

const SHARED = {
  opened: true,
  // The body never scrolls, and the lock would add a style element that the content security policy refuses.
  lockScroll: false,
  transitionProps: { duration: 0 },
} as const;
const OPACITY = 0.55;

/** A question in the middle of the window; Escape closes it, focus stays inside and returns afterwards. */
export function Dialog({ title, onClose, children, size = 520 }: DialogProps) {
  return (
    <Modal.Root {...SHARED} onClose={onClose} size={size} centered>
      <Modal.Overlay backgroundOpacity={OPACITY} />
      <Modal.Content>
        <div className="dialog-head">
          <Modal.Title>{title}</Modal.Title>
          <Modal.CloseButton aria-label={text("common.close")} />
        </div>
        <Modal.Body>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

/** A sheet at the right edge, for what goes with every surface. */
export function SideSheet({ title, onClose, children, size = 560 }: DialogProps) {
  return (
    <Drawer.Root {...SHARED} onClose={onClose} size={size} position="right">
      <Drawer.Overlay backgroundOpacity={OPACITY} />
      <Drawer.Content>
        <div className="dialog-head">
          <Drawer.Title>{title}</Drawer.Title>
          <Drawer.CloseButton aria-label={text("common.close")} />
        </div>
        <Drawer.Body>{children}</Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}

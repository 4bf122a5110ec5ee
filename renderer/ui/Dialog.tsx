import { Drawer, Modal } from "@mantine/core";
import type { ReactNode } from "react";
import { text } from "../../shared/strings/index.ts";

export type DialogProps = { title: string; onClose(): void; children: ReactNode; size?: number };

const SHARED = {
  opened: true,
  // The body never scrolls, and the lock would add a style element that the content security policy refuses.
  lockScroll: false,
  transitionProps: { duration: 0 },
  closeButtonProps: { "aria-label": text("common.close") },
  overlayProps: { backgroundOpacity: 0.55 },
} as const;

/** A question in the middle of the window; Escape closes it, focus stays inside and returns afterwards. */
export function Dialog({ title, onClose, children, size = 520 }: DialogProps) {
  return (
    <Modal {...SHARED} title={title} onClose={onClose} size={size} centered>
      {children}
    </Modal>
  );
}

/** A sheet at the right edge, for what goes with every surface. */
export function SideSheet({ title, onClose, children, size = 560 }: DialogProps) {
  return (
    <Drawer {...SHARED} title={title} onClose={onClose} size={size} position="right">
      {children}
    </Drawer>
  );
}

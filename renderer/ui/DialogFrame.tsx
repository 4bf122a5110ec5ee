import { Drawer, Modal } from "@mantine/core";
import { text } from "../../shared/strings/index.ts";
import type { DialogProps } from "./Dialog.tsx";
import { MantineFrame } from "./MantineFrame.tsx";
import "./Dialog.css";

const SHARED = {
  opened: true,
  // The body never scrolls, and the lock would add a style element that the content security policy refuses.
  lockScroll: false,
  transitionProps: { duration: 0 },
} as const;
const OPACITY = 0.55;

/** What `Dialog` draws. */
export function DialogFrame({ title, onClose, children, size = 520 }: DialogProps) {
  return (
    <MantineFrame>
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
    </MantineFrame>
  );
}

/** What `SideSheet` draws. */
export function SheetFrame({ title, onClose, children, size = 560 }: DialogProps) {
  return (
    <MantineFrame>
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
    </MantineFrame>
  );
}

import { lazy, Suspense, type ReactNode } from "react";
import { patiently } from "./patiently.ts";

export type DialogProps = { title: string; onClose(): void; children: ReactNode; size?: number };

/** Loaded with the first one that opens. */
const loadFrames = () => patiently(() => import("./DialogFrame.tsx"));
const DialogFrame = lazy(() => loadFrames().then((frames) => ({ default: frames.DialogFrame })));
const SheetFrame = lazy(() => loadFrames().then((frames) => ({ default: frames.SheetFrame })));

/** A question in the middle of the window; Escape closes it, focus stays inside and returns afterwards. */
export const Dialog = (props: DialogProps) => (
  <Suspense fallback={null}>
    <DialogFrame {...props} />
  </Suspense>
);

/** A sheet at the right edge, for what goes with every surface. */
export const SideSheet = (props: DialogProps) => (
  <Suspense fallback={null}>
    <SheetFrame {...props} />
  </Suspense>
);

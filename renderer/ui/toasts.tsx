import { Notifications } from "@mantine/notifications";
import "@mantine/notifications/styles.layer.css";
import { MantineFrame } from "./MantineFrame.tsx";

export { notifications } from "@mantine/notifications";

/** The place where notices appear; once per window. */
export function Toasts() {
  return (
    <MantineFrame>
      <Notifications position="bottom-right" limit={4} containerWidth={400} transitionDuration={80} zIndex={400} />
    </MantineFrame>
  );
}

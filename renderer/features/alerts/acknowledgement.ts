import type { Alert } from "../../../shared/domain/alert.ts";
import type { Acknowledgement } from "../../../shared/domain/outbox.ts";
import { text } from "../../../shared/strings/index.ts";

/** Somebody has it: only what the source has confirmed counts. */
export const isHeld = (alert: Pick<Alert, "acknowledgement">): boolean => alert.acknowledgement.state === "confirmed";

/** Where an acknowledgement stands, in a word or a name. */
export const acknowledgementText = ({ state, by }: Acknowledgement): string =>
  text(`alerts.ack.${state}`, { by: by ?? text("common.unknown") });

import type { Message } from "../../shared/domain/message.ts";
import { text, textOf } from "../../shared/strings/index.ts";

type WithReason = { data: { reason: Message } };

const hasReason = (error: unknown): error is WithReason =>
  typeof error === "object" &&
  error !== null &&
  "data" in error &&
  typeof error.data === "object" &&
  error.data !== null &&
  "reason" in error.data;

/** What failed, in words: the engine's reason when it gives one, else the error's own message. */
export function errorText(error: unknown): string {
  if (hasReason(error)) return textOf(error.data.reason);
  return error instanceof Error ? error.message : text("panel.unknownError");
}

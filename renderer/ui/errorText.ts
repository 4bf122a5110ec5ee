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

const KNOWN_CODES = ["UNAUTHORIZED", "FORBIDDEN", "NOT_FOUND", "BUSY"] as const;

const codeOf = (error: unknown): unknown =>
  typeof error === "object" && error !== null && "code" in error ? error.code : undefined;

/** What failed, in words: the engine's reason when it gives one, else what its code means, else the error's own message. */
export function errorText(error: unknown): string {
  if (hasReason(error)) return textOf(error.data.reason);
  const code = KNOWN_CODES.find((known) => known === codeOf(error));
  if (code !== undefined) return text(`error.${code}`);
  return error instanceof Error ? error.message : text("panel.unknownError");
}

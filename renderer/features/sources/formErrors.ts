import { text, textOf } from "../../../shared/strings/index.ts";
import { Message } from "../../../shared/domain/message.ts";
import type { Problem } from "./settingsValues.ts";

/** What the form found itself, by the path of its field. */
export const problemTexts = (problems: readonly Problem[]): Map<string, string> =>
  new Map(problems.map(({ path, kind }) => [path, text(`sources.problem.${kind}`)]));

/**
 * The field that a refusal of the engine is about. It names it in `field` or `path`, as a dotted path from the source or
 * from its settings; null when it names none, and the message then stands beside the buttons.
 */
export function refusalOf(error: unknown): { path: string | null; message: string } | null {
  const reason = reasonOf(error);
  if (reason === null) return null;
  const named = reason.params.field ?? reason.params.path;
  const path = typeof named === "string" && named !== "" ? named.replace(/^settings\./, "") : null;
  return { path, message: textOf(reason) };
}

function reasonOf(error: unknown): Message | null {
  if (typeof error !== "object" || error === null || !("data" in error)) return null;
  const { data } = error;
  if (typeof data !== "object" || data === null || !("reason" in data)) return null;
  const parsed = Message.safeParse(data.reason);
  return parsed.success ? parsed.data : null;
}

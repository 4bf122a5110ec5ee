import { text, textOf } from "../../../shared/strings/index.ts";

/** `12 left out: already acknowledged. 300 left out: more than 500 at once`: what an action did not take, by reason. */
export function skippedWords(skipped: readonly { reason: string }[]): string {
  const byReason = Map.groupBy(skipped, ({ reason }) => reason);
  return [...byReason]
    .map(([code, own]) => text("incident.skipped", { count: own.length, reason: textOf({ code, params: {} }) }))
    .join(". ");
}

import type { Message } from "./message.ts";
import type { ChangedIncident } from "./rule.ts";

/** What becomes of an incident under a rule, in words for the table and the command line. */
export function becomesMessage({ kind, id, becomes, suppressed }: ChangedIncident): Message {
  const others = becomes.map((part) => part.id);
  const count = becomes.reduce((sum, part) => sum + (kind === "merged" ? part.of : part.alerts), 0);
  const named = kind === "merged" ? others.filter((other) => other !== id) : others;
  const shown = (named.length > 0 ? named : others).join(", ");
  return { code: `rules.becomes.${kind}`, params: { others: shown, count, suppressed } };
}

import { appendAudit } from "../store/audit.ts";
import type { CommandResult, Commands } from "../commands.ts";
import { accept, type CommandContext } from "./context.ts";

/** Writes a refused call into the audit. */
export function recordDenial(
  { db, caller, now, draft }: CommandContext,
  { action, target }: Commands["recordDenial"]["input"],
): CommandResult<{ recorded: true }> {
  appendAudit(db, {
    at: now,
    by: caller.name,
    scope: caller.scopes[0] ?? "",
    action,
    target,
    outcome: "denied",
    detail: {},
  });
  draft.topics.add("audit");
  return accept({ recorded: true });
}

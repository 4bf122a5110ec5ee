import type { CommandResult, Commands } from "../commands.ts";
import { findFindingHead, judge } from "../store/finding-verdict.ts";
import { accept, type CommandContext, mayTouch, NOTHING_THERE, recordAction, refuse } from "./context.ts";

/** "Not an anomaly", or the same taken back. Said twice it is said once: the detector counts verdicts. */
export function judgeFinding(
  context: CommandContext,
  { id, isAnomaly }: Commands["judgeFinding"]["input"],
): CommandResult<{ dismissed: boolean }> {
  const { db, caller, now, draft } = context;
  const head = findFindingHead(db, id);
  if (head === undefined || !mayTouch(caller, head.scope)) return refuse("NOT_FOUND", NOTHING_THERE);
  if (head.isDismissed !== isAnomaly) return accept({ dismissed: head.isDismissed });
  judge(db, id, isAnomaly ? null : { by: caller.name, at: now });
  const action = isAnomaly ? "an-anomaly" : "not-an-anomaly";
  recordAction(context, action, head.scope, id, `${head.subject} ${head.what}`, {
    subject: head.subject,
    what: head.what,
  });
  draft.topics.add("findings");
  return accept({ dismissed: !isAnomaly });
}

import type { OutboxItem } from "../../../shared/domain/outbox.ts";
import type { CommandResult, Commands } from "../commands.ts";
import { findAlertById } from "../store/alerts.ts";
import { findItem, latestOf, updateItem, type OutboxRow } from "../store/outbox.ts";
import { accept, mayTouch, NOTHING_THERE, recordAction, refuse, type CommandContext } from "./context.ts";
import { itemOf } from "./item.ts";
import { showStanding } from "./standing.ts";

/** Ends a conflict or a failure: drops our side, or sends it again for the alert as it is now. */
export function settle(
  context: CommandContext,
  { id, decision }: Commands["settle"]["input"],
): CommandResult<OutboxItem> {
  const { db, now, intake, caller } = context;
  const row = findItem(db, id);
  if (row === undefined || !mayTouch(caller, row.scope)) return refuse("NOT_FOUND", NOTHING_THERE);
  if (row.state !== "conflict" && row.state !== "failed")
    return refuse("REJECTED", { code: "command.notInConflict", params: {} });
  const stored = findAlertById(db, row.alertId);
  const alert = stored && intake.state.alerts.find(stored.scope, stored.fingerprint);
  const again = decision === "send-again";
  const isUndo = row.kind === "undo";
  if (again && !isUndo && alert === undefined) return refuse("REJECTED", { code: "command.alertGone", params: {} });

  const until = again ? stillAhead(row, now) : row.until;
  const settled = updateItem(db, id, {
    state: again ? "queued" : "undone",
    updatedAt: now,
    attempts: 0,
    nextAttemptAt: again ? now : null,
    until,
    ...(again ? { outcome: null, effectId: null } : {}),
    ...(again && alert ? { seenVersion: alert.version } : {}),
  });
  // An undo leaves the alert as its source has it; so does an action that another one has followed.
  const followed = latestOf(db, row.alertId)?.createdAt !== row.createdAt;
  if (alert && !isUndo && !followed) showStanding(db, alert, settled, now);
  recordAction(context, "settle", row.scope, id, decision, {});
  context.draft.topics.add("outbox").add("alerts").add("incidents");
  return accept(itemOf(settled, stored ?? { fingerprint: "", summary: "" }, context.sourceName(row.sourceId)));
}

const LONGEST_MS = 7 * 24 * 3_600_000;

/** When the effect ends. One that would be over already lasts as long from now on as it was asked to last. */
function stillAhead({ createdAt, until }: OutboxRow, now: number): number | null {
  if (until === null || until > now) return until;
  return now + Math.min(LONGEST_MS, until - createdAt);
}

import { NOT_ACKNOWLEDGED, type OutboxItem } from "../../../shared/domain/outbox.ts";
import type { CommandResult } from "../commands.ts";
import { writeAcknowledgement } from "../ingest/acknowledgement.ts";
import { findAlertById } from "../store/alerts.ts";
import { findIncidentHead, recordHistory } from "../store/incidents.ts";
import { findItem, insertItem, isBeingUndone, itemsOfIncident, updateItem, type OutboxRow } from "../store/outbox.ts";
import { accept, mayTouch, NOTHING_THERE, recordAction, refuse, type CommandContext } from "./context.ts";
import { itemOf } from "./item.ts";

/** Takes one action back: at once while it waits, else by an undo at its source. */
export function undoItem(context: CommandContext, { id }: { id: string }): CommandResult<OutboxItem> {
  const row = findItem(context.db, id);
  if (row === undefined || !mayTouch(context.caller, row.scope)) return refuse("NOT_FOUND", NOTHING_THERE);
  if (!canBeTakenBack(context, row)) {
    return refuse("REJECTED", { code: "command.nothingToUndo", params: {} });
  }
  const item = takeBack(context, row);
  recordAction(context, "undo", row.scope, row.id, "", { state: row.state });
  context.draft.topics.add("outbox").add("alerts").add("incidents");
  return accept(item);
}

/** Takes back the caller's acknowledgements of an incident. */
export function undoIncident(
  context: CommandContext,
  { incidentId }: { incidentId: string },
): CommandResult<{ items: OutboxItem[] }> {
  const head = findIncidentHead(context.db, incidentId);
  if (head === undefined || !mayTouch(context.caller, head.scope)) return refuse("NOT_FOUND", NOTHING_THERE);
  const rows = itemsOfIncident(context.db, incidentId).filter(
    (row) => row.by === context.caller.name && canBeTakenBack(context, row),
  );
  if (rows.length === 0) return refuse("REJECTED", { code: "command.nothingToUndo", params: {} });
  const items = rows.map((row) => takeBack(context, row));
  recordAction(context, "undo", head.scope, incidentId, "", { items: items.length });
  recordHistory(context.db, incidentId, {
    at: context.now,
    kind: "undone",
    by: context.caller.name,
    message: { code: "history.undone", params: { count: items.length } },
  });
  context.draft.topics.add("outbox").add("alerts").add("incidents");
  return accept({ items });
}

const canBeTakenBack = ({ db }: CommandContext, { id, kind, state }: OutboxRow): boolean =>
  kind !== "undo" && ["queued", "sent", "confirmed"].includes(state) && !isBeingUndone(db, id);

/** What its source cannot know yet ends here; anything else is taken back there, and not gone on with meanwhile. */
function takeBack(context: CommandContext, row: OutboxRow): OutboxItem {
  const { db, now, newId, caller, intake } = context;
  const stored = findAlertById(db, row.alertId);
  const alert = stored && intake.state.alerts.find(stored.scope, stored.fingerprint);
  const described = stored ?? { fingerprint: "", summary: "" };
  if (row.state === "queued" && row.attempts === 0) {
    if (alert) writeAcknowledgement(db, alert, NOT_ACKNOWLEDGED);
    return itemOf(
      updateItem(db, row.id, { state: "undone", updatedAt: now, nextAttemptAt: null }),
      described,
      context.sourceName(row.sourceId),
    );
  }
  updateItem(db, row.id, { nextAttemptAt: null });
  const id = newId();
  const undo = insertItem(db, {
    ...row,
    id,
    kind: "undo",
    idempotencyKey: id,
    by: caller.name,
    note: "",
    createdAt: now,
    until: null,
    nextAttemptAt: now,
    undoes: row.id,
  });
  return itemOf(undo, described, context.sourceName(row.sourceId));
}

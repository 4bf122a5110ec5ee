import { MAXIMUM_PER_ACTION, type OutboxItem } from "../../../shared/domain/outbox.ts";
import type { CommandResult, Commands } from "../commands.ts";
import type { KnownAlert } from "../ingest/alert-index.ts";
import { writeAcknowledgement } from "../ingest/acknowledgement.ts";
import { findIncidentHead, firingAlertsOf, recordHistory } from "../store/incidents.ts";
import { insertItem } from "../store/outbox.ts";
import { accept, mayTouch, NOTHING_THERE, recordAction, refuse, type CommandContext } from "./context.ts";
import { itemOf } from "./item.ts";

const MINUTE_MS = 60_000;

type Input = Commands["acknowledge"]["input"];
type Output = Commands["acknowledge"]["output"];

/** Puts an acknowledgement of each alert into the outbox. It shows as done only when the alert's source says so. */
export function acknowledge(context: CommandContext, input: Input): CommandResult<Output> {
  const wanted =
    input.incidentId === null ? input.alerts : alertsOfIncident(context, input.incidentId, input.seenVersion);
  if ("error" in wanted) return wanted;

  const items: OutboxItem[] = [];
  const skipped: Output["skipped"] = [];
  for (const { fingerprint, seenVersion } of wanted) {
    const alert = findKnown(context, fingerprint);
    const reason =
      items.length >= MAXIMUM_PER_ACTION ? "outbox.skipped.tooMany" : reasonToSkip(context, alert, seenVersion);
    if (alert === undefined || reason !== undefined)
      skipped.push({ fingerprint, reason: reason ?? "outbox.skipped.gone" });
    else items.push(...enqueue(context, alert, input));
  }
  const scope = items[0]?.scope;
  if (scope === undefined) return accept({ items, skipped });

  const subject = input.incidentId ?? items.map((item) => item.fingerprint).join(" ");
  recordAction(context, "acknowledge", scope, subject, context.mask(input.note), {
    items: items.length,
    minutes: input.minutes,
  });
  if (input.incidentId !== null) {
    context.draft.flush();
    recordHistory(context.db, input.incidentId, {
      at: context.now,
      kind: "acknowledged",
      by: context.caller.name,
      message: { code: "history.acknowledged", params: { count: items.length, note: context.mask(input.note) } },
    });
  }
  context.draft.topics.add("outbox").add("incidents").add("alerts");
  return accept({ items, skipped });
}

function alertsOfIncident(context: CommandContext, id: string, seenVersion: number | null) {
  const head = findIncidentHead(context.db, id);
  if (head === undefined || !mayTouch(context.caller, head.scope)) return refuse("NOT_FOUND", NOTHING_THERE);
  if (seenVersion === null || seenVersion < head.membershipVersion) {
    return refuse("CONFLICT", { code: "command.incidentMoved", params: { id } });
  }
  return firingAlertsOf(context.db, id).map(({ fingerprint, version }) => ({ fingerprint, seenVersion: version }));
}

function findKnown({ intake, caller }: CommandContext, fingerprint: string): KnownAlert | undefined {
  for (const scope of caller.scopes) {
    const alert = intake.state.alerts.find(scope, fingerprint as KnownAlert["fingerprint"]);
    if (alert !== undefined) return alert;
  }
  return undefined;
}

function reasonToSkip(context: CommandContext, alert: KnownAlert | undefined, seenVersion: number): string | undefined {
  if (alert === undefined) return "outbox.skipped.gone";
  if (alert.version !== seenVersion) return "outbox.skipped.changed";
  const { state } = alert.acknowledgement;
  if (state === "confirmed") return "outbox.skipped.already";
  if (state === "queued" || state === "sent") return "outbox.skipped.waiting";
  return actingViews(context, alert).length === 0 ? "outbox.skipped.nobodyCanAct" : undefined;
}

/** The views of the first source that can act: each handle that fires, or any when all are muted already. */
function actingViews({ canAct }: CommandContext, { views }: KnownAlert): KnownAlert["views"] {
  const acting = views.find(({ state, sourceId }) => state !== "resolved" && canAct(sourceId));
  if (acting === undefined) return [];
  const firing = views.filter(({ sourceId, state }) => sourceId === acting.sourceId && state === "firing");
  return firing.length > 0 ? firing : [acting];
}

/** One item for each handle: the source acknowledges what a handle names, and the alert only when it has all. */
function enqueue(
  context: CommandContext,
  alert: KnownAlert,
  input: Pick<Input, "incidentId" | "note" | "minutes">,
): OutboxItem[] {
  const { db, now, caller, newId } = context;
  const until = now + input.minutes * MINUTE_MS;
  const items = actingViews(context, alert).map(({ sourceId, handle }) => {
    const id = newId();
    const row = insertItem(db, {
      id,
      scope: alert.scope,
      kind: "acknowledge",
      idempotencyKey: id,
      alertId: alert.id,
      incidentId: input.incidentId,
      sourceId,
      handle,
      seenVersion: alert.version,
      by: caller.name,
      note: context.mask(input.note),
      createdAt: now,
      until,
      nextAttemptAt: now,
      undoes: null,
    });
    return itemOf(row, alert, context.sourceName(sourceId));
  });
  writeAcknowledgement(db, alert, { state: "queued", by: caller.name, at: now, until });
  return items;
}

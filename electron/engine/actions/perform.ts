import type { Message } from "../../../shared/domain/message.ts";
import type { Failure, FailureKind } from "../../../shared/domain/source.ts";
import type { AcknowledgeRequest, Effect, Result } from "../connectors/connector.ts";
import type { OutboxPatch, OutboxRow } from "../store/outbox.ts";

/** A source's side of an action, with its configuration filled in. */
export type ActionPort = {
  find(request: AcknowledgeRequest): Promise<Result<Effect>>;
  acknowledge(request: AcknowledgeRequest): Promise<Result<{ effectId: string }>>;
  undo(effectId: string): Promise<Result<{ gone: true }>>;
};

/** What is done next with an item: always written before the step after it. */
export type Advance = OutboxPatch & { state: OutboxRow["state"] };

/** Failures that time may heal: the item waits for its source. Everything else needs a person. */
const WAITS: ReadonlySet<FailureKind> = new Set([
  "unreachable",
  "timeout",
  "rate-limited",
  "certificate",
  "too-large",
  "malformed",
]);

const FIRST_RETRY_MS = 2_000;
const LAST_RETRY_MS = 60_000;
/** An effect that the source took but does not show after so many looks is not there. */
const MAXIMUM_LOOKS = 5;
/** With pauses of 2, 4, 8, 16 and 32 s: a good minute, Prometheus' own resend delay. */
const LOOKS_FOR_ALERT = 5;

/**
 * Takes an acknowledgement one step further: queued → sent → confirmed | conflict | failed.
 * Asks the source before sending, so that a second attempt never doubles, and after, because only the source confirms.
 */
export async function advanceAcknowledge(
  item: OutboxRow,
  alertHolds: boolean,
  port: ActionPort,
  now: number,
): Promise<Advance> {
  if (!alertHolds) return conflict(item, { code: "outbox.theirs.gone", params: {} });
  const request = requestOf(item, now);
  const found = await port.find(request);
  if (!found.ok) return retry(item, found.failure, now);
  const effect = found.value;
  switch (effect.state) {
    case "in-force":
      return { state: "confirmed", effectId: effect.effectId, until: effect.until, nextAttemptAt: null };
    case "alert-gone":
      return lookForAlert(item, now);
    case "someone-else": {
      const { by, note, until } = effect;
      return conflict(item, { code: "outbox.theirs.acknowledged", params: { by, note, untilAt: until } });
    }
    case "absent":
      return item.state === "sent" ? lookAgain(item, now) : send(item, request, port, now);
  }
}

const requestOf = (item: OutboxRow, now: number): AcknowledgeRequest => ({
  target: { handle: item.handle },
  by: item.by,
  note: item.note,
  until: item.until ?? now,
  idempotencyKey: item.idempotencyKey,
});

/**
 * Takes back what `undone` did at its source. Where it is not known whether the source took that, the source is asked.
 * An effect that is already gone counts as taken back.
 */
export async function advanceUndo(item: OutboxRow, undone: OutboxRow, port: ActionPort, now: number): Promise<Advance> {
  let { effectId } = undone;
  if (effectId === null) {
    const found = await port.find(requestOf(undone, now));
    if (!found.ok) return retry(item, found.failure, now);
    if (found.value.state !== "in-force") return TAKEN_BACK;
    ({ effectId } = found.value);
  }
  const result = await port.undo(effectId);
  return result.ok ? TAKEN_BACK : retry(item, result.failure, now);
}

export const TAKEN_BACK: Advance = { state: "confirmed", nextAttemptAt: null };

/** What waited for its source longer than its effect would have lasted. */
export const overdue = (item: OutboxRow, now: number): Advance =>
  failed(item, { code: "outbox.theirs.expired", params: { untilAt: item.until ?? now } });

/** What waits for a source that is no longer there. */
export const sourceGone = (item: OutboxRow): Advance =>
  failed(item, { code: "outbox.theirs.sourceRemoved", params: {} });

async function send(item: OutboxRow, request: AcknowledgeRequest, port: ActionPort, now: number): Promise<Advance> {
  if (request.until <= now) return overdue(item, now);
  const sent = await port.acknowledge(request);
  if (!sent.ok) return retry(item, sent.failure, now);
  return { state: "sent", effectId: sent.value.effectId, attempts: 0, nextAttemptAt: now };
}

function lookAgain(item: OutboxRow, now: number): Advance {
  const attempts = item.attempts + 1;
  if (attempts >= MAXIMUM_LOOKS) return failed(item, { code: "outbox.theirs.notShown", params: { looks: attempts } });
  return { state: "sent", attempts, nextAttemptAt: now + FIRST_RETRY_MS };
}

/**
 * The alert holds for another source that reports it. A server that has just started learns of its alerts only when they
 * are sent to it again, so it is given a minute.
 */
function lookForAlert(item: OutboxRow, now: number): Advance {
  const attempts = item.attempts + 1;
  if (attempts > LOOKS_FOR_ALERT) return conflict(item, { code: "outbox.theirs.gone", params: {} });
  return { state: item.state, attempts, nextAttemptAt: now + pauseMs(attempts) };
}

function retry(item: OutboxRow, failure: Failure, now: number): Advance {
  if (!WAITS.has(failure.kind)) return failed(item, failure.message);
  const attempts = item.attempts + 1;
  return { state: item.state, attempts, nextAttemptAt: now + pauseMs(attempts) };
}

const pauseMs = (attempts: number): number => Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(attempts - 1, 10));

const ours = (item: OutboxRow): Message => ({
  code: `outbox.ours.${item.kind}`,
  params: { by: item.by, createdAt: item.createdAt },
});

const conflict = (item: OutboxRow, theirs: Message): Advance => ({
  state: "conflict",
  nextAttemptAt: null,
  outcome: { ours: ours(item), theirs },
});

const failed = (item: OutboxRow, theirs: Message): Advance => ({
  state: "failed",
  nextAttemptAt: null,
  outcome: { ours: ours(item), theirs },
});

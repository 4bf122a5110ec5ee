import type { Topic } from "../../../shared/contract/updates.ts";
import type { Report } from "../../../shared/domain/event.ts";
import type { Scope } from "../../../shared/domain/scope.ts";
import type { Failure } from "../../../shared/domain/source.ts";
import { textOf } from "../../../shared/strings/index.ts";
import { once } from "../actions/outbox-runner.ts";
import type { Polled, Result } from "../connectors/connector.ts";
import { failed } from "../connectors/failure.ts";
import type { WritableDb } from "../store/database.ts";
import { problemOf } from "../store/problem.ts";
import { isKnownPush, rememberPush } from "../store/pushes.ts";
import { cursorOf, recordFailure, recordListening, recordPoll } from "../store/sources.ts";
import type { Draft } from "./draft.ts";
import type { Intake } from "./intake.ts";
import { maskCursor } from "./mask-cursor.ts";
import { maskFailure } from "./mask-failure.ts";
import { pollJob, type PollJobParts, SourceSilenced } from "./poll-job.ts";
import type { SourceEvents } from "./sources.ts";
import type { WriteQueue } from "./write-queue.ts";

/** A receiver that is asked for more than this at once says so to its senders, who try again. */
const MAXIMUM_WAITING_JOBS = 400;

export type SourceEventParts = {
  db: WritableDb;
  queue: WriteQueue;
  intake: Intake;
  now(): number;
  /** A failure may hold a server's own words. */
  mask(text: string): string;
  log(line: string): void;
};

/** A source that was asked, and how often it is. */
type Polling = { id: string; scope: Scope; intervalMs: number };

/** Turns what sources say into jobs of the write queue: durable before acknowledged, cursors in the transaction of their events. */
export class SourceJobs implements SourceEvents {
  readonly #parts: SourceEventParts;
  /** Sources whose last poll failed, so that a failure is logged once. */
  readonly #failing = new Set<string>();

  constructor(parts: SourceEventParts) {
    this.#parts = parts;
  }

  cursorOf(id: string): string | undefined {
    return cursorOf(this.#parts.db, id);
  }

  async polled(source: Polling, polled: Polled, receivedAt: number, snapshot: number | undefined): Promise<void> {
    const { db, intake, now, mask, log } = this.#parts;
    const { id, scope, intervalMs } = source;
    const { externalLabels, ended, holding, reports } = polled;
    const delivery = { sourceId: id, scope, receivedAt, snapshot };
    const events = reports.length + (ended?.length ?? 0);
    const recovered = this.#failing.delete(id);
    const begin = (draft: Draft): boolean => {
      if (externalLabels !== undefined) intake.learnExternalLabels(externalLabels, delivery, draft);
      return true;
    };
    const finish = (draft: Draft): void => {
      recordPoll(db, id, {
        at: receivedAt,
        lagMs: now() - receivedAt,
        cursor: polled.cursor && maskCursor(polled.cursor, mask),
        about: polled.about && mask(polled.about),
        events,
        ignored: merge(polled.ignored ?? {}, intake.takeIgnored(id)),
        nextPollAt: receivedAt + intervalMs,
      });
      draft.topics.add("sources");
    };
    try {
      await this.#commit({ delivery, reports, ended, holding, begin, finish });
    } catch (error) {
      if (!(error instanceof SourceSilenced)) throw error;
      log(`source ${id}: ${events} reports came too late, it is not in use any more`);
    }
    if (recovered) log(`source ${id} answers again`);
  }

  async delivered(
    { id, scope }: { id: string; scope: Scope },
    reports: readonly Report[],
    ignored: Record<string, number>,
    idempotencyKey: string | undefined,
    receivedAt: number,
  ): Promise<Result<{ committed: number }>> {
    const { db, queue, intake, log } = this.#parts;
    if (queue.depth > MAXIMUM_WAITING_JOBS) return failed("rate-limited", "failure.engineBusy");
    const delivery = { sourceId: id, scope, receivedAt, snapshot: undefined };
    // Whoever sends again has not heard that it was committed; it has, whole, or the key would not be there.
    const begin = (draft: Draft): boolean => {
      if (idempotencyKey === undefined || !isKnownPush(db, id, idempotencyKey)) return true;
      this.#record(id, draft, receivedAt, 0, { "ignored.pushedAgain": reports.length });
      return false;
    };
    const finish = (draft: Draft): void => {
      if (idempotencyKey !== undefined) rememberPush(db, id, idempotencyKey, receivedAt);
      this.#record(id, draft, receivedAt, reports.length, merge(ignored, intake.takeIgnored(id)));
    };
    try {
      await this.#commit({ delivery, reports, begin, finish });
      return { ok: true, value: { committed: reports.length } };
    } catch (error) {
      const problem = problemOf(error);
      if (problem === undefined) log(`a delivery of ${id} failed: ${wordsOf(error)}`);
      const message = problem?.message ?? { code: "failure.notStored", params: { detail: "" } };
      return { ok: false, failure: { kind: "refused", message } };
    }
  }

  failed(id: string, failure: Failure, nextPollAt: number | null): void {
    const { db, now, mask, log } = this.#parts;
    const masked = maskFailure(failure, mask);
    if (!this.#failing.has(id)) log(`source ${id}: ${textOf(masked.message)}`);
    this.#failing.add(id);
    this.#write(id, () => recordFailure(db, id, { at: now(), failure: masked, nextPollAt }));
  }

  heartbeat(id: string, at: number): void {
    const { db, intake } = this.#parts;
    this.#write(id, () =>
      recordPoll(db, id, { at, lagMs: null, events: 0, ignored: intake.takeIgnored(id), nextPollAt: null }),
    );
  }

  listening(id: string, address: string): void {
    this.#write(id, () => recordListening(this.#parts.db, id, address));
  }

  /** Counts a delivery, in its transaction. */
  #record(id: string, draft: Draft, at: number, events: number, ignored: Record<string, number>): void {
    const { db, now } = this.#parts;
    recordPoll(db, id, { at, lagMs: now() - at, events, ignored, nextPollAt: null });
    draft.topics.add("sources");
  }

  #commit(work: Omit<PollJobParts, "intake" | "onFault" | "settled">): Promise<void> {
    const { queue, intake, log } = this.#parts;
    return new Promise((resolve, reject) => {
      const onFault = (error: unknown, report: Report): void =>
        log(`a ${report.kind} of ${work.delivery.sourceId} could not be processed: ${wordsOf(error)}`);
      const settled = (error?: unknown): void => (error === undefined ? resolve() : reject(error));
      queue.add(pollJob({ ...work, intake, onFault, settled }));
    });
  }

  #write(sourceId: string, work: () => void): void {
    const { queue, log } = this.#parts;
    const inDraft = (draft: Draft): void => {
      work();
      draft.topics.add("sources" satisfies Topic);
    };
    const ended = (error?: unknown): void => {
      if (error !== undefined) log(`the state of ${sourceId} could not be stored: ${String(error)}`);
    };
    queue.add(once(inDraft, ended));
  }
}

const wordsOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));

function merge(a: Record<string, number>, b: Record<string, number>): Record<string, number> {
  const merged = { ...a };
  for (const [reason, count] of Object.entries(b)) merged[reason] = (merged[reason] ?? 0) + count;
  return merged;
}

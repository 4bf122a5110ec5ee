import type { Topic } from "../../../shared/contract/updates.ts";
import type { Report } from "../../../shared/domain/event.ts";
import { textOf } from "../../../shared/strings/index.ts";
import { once } from "../actions/outbox-runner.ts";
import type { WritableDb } from "../store/database.ts";
import { problemOf } from "../store/problem.ts";
import { isKnownPush, rememberPush } from "../store/pushes.ts";
import { cursorOf, recordFailure, recordListening, recordPoll } from "../store/sources.ts";
import type { Draft } from "./draft.ts";
import type { Delivery, Intake } from "./intake.ts";
import { maskCursor } from "./mask-cursor.ts";
import { maskFailure } from "./mask-failure.ts";
import { pollJob, SourceSilenced } from "./poll-job.ts";
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

/** Turns what sources say into jobs of the write queue: durable before acknowledged, cursors in the transaction of their events. */
export function sourceEvents({ db, queue, intake, now, mask, log }: SourceEventParts): SourceEvents {
  const failures = new Set<string>();

  const commit = (
    delivery: Delivery,
    reports: readonly Report[],
    begin: (draft: Draft) => boolean,
    finish: (draft: Draft) => void,
  ): Promise<void> =>
    new Promise((resolve, reject) => {
      const onFault = (error: unknown, report: Report) =>
        log(
          `a ${report.kind} of ${delivery.sourceId} could not be processed: ${error instanceof Error ? error.stack : String(error)}`,
        );
      const ended = (error?: unknown) => (error === undefined ? resolve() : reject(error));
      queue.add(pollJob({ intake, delivery, reports, begin, finish, onFault, ended }));
    });

  const write = (sourceId: string, work: () => void) =>
    queue.add(
      once(
        (draft) => {
          work();
          draft.topics.add("sources" satisfies Topic);
        },
        (error) => {
          if (error !== undefined) log(`the state of ${sourceId} could not be stored: ${String(error)}`);
        },
      ),
    );

  return {
    cursorOf: (id) => cursorOf(db, id),

    async polled({ id, scope, intervalMs }, polled, receivedAt, snapshot) {
      const delivery = { sourceId: id, scope, receivedAt, snapshot };
      const recovered = failures.delete(id);
      const { externalLabels } = polled;
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
          events: polled.reports.length,
          ignored: merge(polled.ignored ?? {}, intake.takeIgnored(id)),
          nextPollAt: receivedAt + intervalMs,
        });
        draft.topics.add("sources");
      };
      try {
        await commit(delivery, polled.reports, begin, finish);
      } catch (error) {
        if (!(error instanceof SourceSilenced)) throw error;
        log(`source ${id}: ${polled.reports.length} reports came too late, it is not in use any more`);
      }
      if (recovered) log(`source ${id} answers again`);
    },

    async delivered({ id, scope }, reports, ignored, idempotencyKey, receivedAt) {
      if (queue.depth > MAXIMUM_WAITING_JOBS) {
        return { ok: false, failure: { kind: "rate-limited", message: { code: "failure.engineBusy", params: {} } } };
      }
      try {
        const delivery = { sourceId: id, scope, receivedAt, snapshot: undefined };
        const record = (draft: Draft, events: number, left: Record<string, number>): void => {
          recordPoll(db, id, { at: receivedAt, lagMs: now() - receivedAt, events, ignored: left, nextPollAt: null });
          draft.topics.add("sources");
        };
        // Whoever sends again has not heard that it was committed; it has, whole, or the key would not be there.
        const begin = (draft: Draft): boolean => {
          if (idempotencyKey === undefined || !isKnownPush(db, id, idempotencyKey)) return true;
          record(draft, 0, { "ignored.pushedAgain": reports.length });
          return false;
        };
        await commit(delivery, reports, begin, (draft) => {
          if (idempotencyKey !== undefined) rememberPush(db, id, idempotencyKey, receivedAt);
          record(draft, reports.length, merge(ignored, intake.takeIgnored(id)));
        });
        return { ok: true, value: { committed: reports.length } };
      } catch (error) {
        const problem = problemOf(error);
        if (problem === undefined)
          log(`a delivery of ${id} failed: ${error instanceof Error ? error.stack : String(error)}`);
        return {
          ok: false,
          failure: {
            kind: "refused",
            message: problem?.message ?? { code: "failure.notStored", params: { detail: "" } },
          },
        };
      }
    },

    failed(id, failure, nextPollAt) {
      const masked = maskFailure(failure, mask);
      if (!failures.has(id)) log(`source ${id}: ${textOf(masked.message)}`);
      failures.add(id);
      write(id, () => recordFailure(db, id, { at: now(), failure: masked, nextPollAt }));
    },

    heartbeat: (id, at) =>
      write(id, () =>
        recordPoll(db, id, { at, lagMs: null, events: 0, ignored: intake.takeIgnored(id), nextPollAt: null }),
      ),

    listening: (id, address) => write(id, () => recordListening(db, id, address)),
  };
}

function merge(a: Record<string, number>, b: Record<string, number>): Record<string, number> {
  const merged = { ...a };
  for (const [reason, count] of Object.entries(b)) merged[reason] = (merged[reason] ?? 0) + count;
  return merged;
}

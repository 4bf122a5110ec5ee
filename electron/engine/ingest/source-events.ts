import type { Topic } from "../../../shared/contract/updates.ts";
import type { Report } from "../../../shared/domain/event.ts";
import type { Scope } from "../../../shared/domain/scope.ts";
import type { Failure } from "../../../shared/domain/source.ts";
import { textOf } from "../../../shared/strings/index.ts";
import { once } from "../actions/outbox-runner.ts";
import type { WritableDb } from "../store/database.ts";
import { problemOf } from "../store/problem.ts";
import {
  loadExternalLabels,
  loadSources,
  putExternalLabels,
  recordFailure,
  recordListening,
  recordPoll,
} from "../store/sources.ts";
import type { Draft } from "./draft.ts";
import type { Delivery, Intake } from "./intake.ts";
import { pollJob } from "./poll-job.ts";
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
  const cursors = new Map(loadSources(db).map(({ id, cursor }) => [id, cursor ?? undefined]));

  const commit = (delivery: Delivery, reports: readonly Report[], finish: (draft: Draft) => void): Promise<void> =>
    new Promise((resolve, reject) => {
      const onFault = (error: unknown, report: Report) =>
        log(
          `a ${report.kind} of ${delivery.sourceId} could not be processed: ${error instanceof Error ? error.stack : String(error)}`,
        );
      const ended = (error?: unknown) => (error === undefined ? resolve() : reject(error));
      queue.add(pollJob({ intake, delivery, reports, finish, onFault, ended }));
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
    cursorOf: (id) => cursors.get(id),

    async polled({ id, scope, intervalMs }, polled, receivedAt, snapshot) {
      const delivery = { sourceId: id, scope, receivedAt, snapshot };
      if (polled.externalLabels) learnExternalLabels(db, intake, scope, id, polled.externalLabels);
      const recovered = failures.delete(id);
      await commit(delivery, polled.reports, (draft) => {
        recordPoll(db, id, {
          at: receivedAt,
          lagMs: now() - receivedAt,
          cursor: polled.cursor,
          about: polled.about,
          events: polled.reports.length,
          ignored: merge(polled.ignored ?? {}, intake.takeIgnored(id)),
          nextPollAt: receivedAt + intervalMs,
        });
        draft.topics.add("sources");
      });
      if (recovered) log(`source ${id} answers again`);
    },

    async delivered({ id, scope }, reports, ignored, receivedAt) {
      if (queue.depth > MAXIMUM_WAITING_JOBS) {
        return { ok: false, failure: { kind: "rate-limited", message: { code: "failure.engineBusy", params: {} } } };
      }
      try {
        await commit({ sourceId: id, scope, receivedAt, snapshot: undefined }, reports, (draft) => {
          const left = merge(ignored, intake.takeIgnored(id));
          recordPoll(db, id, {
            at: receivedAt,
            lagMs: now() - receivedAt,
            events: reports.length,
            ignored: left,
            nextPollAt: null,
          });
          draft.topics.add("sources");
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

/** External labels change fingerprints, so they are known before the reports that came with them are taken in. */
function learnExternalLabels(
  db: WritableDb,
  intake: Intake,
  scope: Scope,
  sourceId: string,
  names: readonly string[],
): void {
  if (!putExternalLabels(db, scope, sourceId, names)) return;
  intake.state.externalLabels = loadExternalLabels(db);
}

function maskFailure({ kind, message }: Failure, mask: (text: string) => string): Failure {
  const params = Object.entries(message.params).map(([name, value]) => [
    name,
    typeof value === "string" ? mask(value) : value,
  ]);
  return { kind, message: { code: message.code, params: Object.fromEntries(params) } };
}

function merge(a: Record<string, number>, b: Record<string, number>): Record<string, number> {
  const merged = { ...a };
  for (const [reason, count] of Object.entries(b)) merged[reason] = (merged[reason] ?? 0) + count;
  return merged;
}

import type { Report } from "../../../shared/domain/event.ts";
import type { Ended } from "../connectors/connector.ts";
import type { Delivery } from "./delivery.ts";
import type { Draft } from "./draft.ts";
import type { Intake } from "./intake.ts";
import type { Job } from "./write-queue.ts";

export type PollJobParts = {
  intake: Intake;
  delivery: Delivery;
  reports: readonly Report[];
  /** As in `Polled`. */
  ended?: readonly Ended[] | undefined;
  holding?: readonly string[] | undefined;
  /** Before the first report, in its transaction. False when the reports are known already: none is taken, nothing is finished. */
  begin?(draft: Draft): boolean;
  /** In the transaction of the last report: cursor, heartbeat, counts. */
  finish(draft: Draft): void;
  /** A report that the pipeline could not process: a fault of ours, counted and logged, never a reason to lose the others. */
  onFault(error: unknown, report: Report): void;
  settled(error?: unknown): void;
};

/** The source was removed, switched off or configured anew while its reports waited. */
export class SourceSilenced extends Error {
  override name = "SourceSilenced";
}

/**
 * The reports of one poll or push, one unit each, then what has ended and what a full list no longer names; the last unit
 * moves the cursor.
 */
export function pollJob(parts: PollJobParts): Job {
  const { intake, delivery, reports, begin, finish, onFault, settled } = parts;
  /** How far it is, and how far it was when the transaction began. */
  let at: Progress = { begun: false, report: 0, endings: undefined, ended: 0 };
  let before = at;
  let transaction: Draft | undefined;
  let silenced = false;
  return {
    step(draft) {
      if (draft !== transaction) {
        transaction = draft;
        before = { ...at };
      }
      silenced = !intake.hears(delivery.sourceId);
      if (silenced) return true;
      if (!at.begun && begin?.(draft) === false) return true;
      at.begun = true;
      const report = reports[at.report];
      if (report !== undefined) {
        at.report += 1;
        intake.takeSafely(report, delivery, draft, onFault);
        if (at.report < reports.length) return false;
      }
      at.endings ??= endingsOf(parts);
      const ending = at.endings[at.ended++];
      if (ending !== undefined) intake.end(ending.handle, delivery, draft, ending.at);
      if (at.ended < at.endings.length) return false;
      finish(draft);
      return true;
    },
    rewind: () => void (at = before),
    committed: () => settled(silenced ? new SourceSilenced(`${delivery.sourceId} is not in use`) : undefined),
    failed: (error) => settled(error ?? new Error("the transaction was rolled back")),
  };
}

type Progress = { begun: boolean; report: number; endings: Ended[] | undefined; ended: number };

function endingsOf({ intake, delivery, reports, ended = [], holding = [] }: PollJobParts): Ended[] {
  const missing = intake.missingFrom(delivery, reports, [...holding, ...ended.map(({ handle }) => handle)]);
  return [...ended, ...missing.map((handle) => ({ handle, at: delivery.receivedAt }))];
}

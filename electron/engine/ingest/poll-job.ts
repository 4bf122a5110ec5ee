import type { Report } from "../../../shared/domain/event.ts";
import type { Draft } from "./draft.ts";
import type { Delivery, Intake } from "./intake.ts";
import type { Job } from "./write-queue.ts";

export type PollJobParts = {
  intake: Intake;
  delivery: Delivery;
  reports: readonly Report[];
  /** Before the first report, in its transaction. False when the reports are known already: none is taken, nothing is finished. */
  begin?(draft: Draft): boolean;
  /** In the transaction of the last report: cursor, heartbeat, counts. */
  finish(draft: Draft): void;
  /** A report that the pipeline could not process: a fault of ours, counted and logged, never a reason to lose the others. */
  onFault(error: unknown, report: Report): void;
  ended(error?: unknown): void;
};

/** The source was removed, switched off or configured anew while its reports waited. */
export class SourceSilenced extends Error {
  override name = "SourceSilenced";
}

/** The reports of one poll or push, one unit each, then what a full list no longer names; the last unit moves the cursor. */
export function pollJob({ intake, delivery, reports, begin, finish, onFault, ended }: PollJobParts): Job {
  /** How far it is, and how far it was when the transaction began. */
  let at: Progress = { begun: false, report: 0, missing: undefined, ended: 0 };
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
      at.missing ??= intake.missingFrom(delivery, reports);
      const handle = at.missing[at.ended++];
      if (handle !== undefined) intake.end(handle, delivery, draft);
      if (at.ended < at.missing.length) return false;
      finish(draft);
      return true;
    },
    rewind: () => void (at = before),
    committed: () => ended(silenced ? new SourceSilenced(`${delivery.sourceId} is not in use`) : undefined),
    failed: (error) => ended(error ?? new Error("the transaction was rolled back")),
  };
}

type Progress = { begun: boolean; report: number; missing: string[] | undefined; ended: number };

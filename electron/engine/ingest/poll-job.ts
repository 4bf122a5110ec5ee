import type { Report } from "../../../shared/domain/event.ts";
import type { Draft } from "./draft.ts";
import type { Delivery, Intake } from "./intake.ts";
import type { Job } from "./write-queue.ts";

export type PollJobParts = {
  intake: Intake;
  delivery: Delivery;
  reports: readonly Report[];
  /** Before the first report, in its transaction. */
  begin?(draft: Draft): void;
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
  let begun = false;
  let silenced = false;
  let next = 0;
  let missing: string[] | undefined;
  let nextMissing = 0;
  return {
    step(draft) {
      silenced = !intake.hears(delivery.sourceId);
      if (silenced) return true;
      if (!begun) begin?.(draft);
      begun = true;
      const report = reports[next];
      if (report !== undefined) {
        next += 1;
        intake.takeSafely(report, delivery, draft, onFault);
        if (next < reports.length) return false;
      }
      missing ??= intake.missingFrom(delivery, reports);
      const handle = missing[nextMissing++];
      if (handle !== undefined) intake.end(handle, delivery, draft);
      if (nextMissing < missing.length) return false;
      finish(draft);
      return true;
    },
    committed: () => ended(silenced ? new SourceSilenced(`${delivery.sourceId} is not in use`) : undefined),
    failed: (error) => ended(error ?? new Error("the transaction was rolled back")),
  };
}

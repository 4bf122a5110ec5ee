import type { Draft } from "./draft.ts";
import type { Intake } from "./intake.ts";
import type { Job } from "./write-queue.ts";

/**
 * Ends, one a unit, the alerts of a source that is not in use any more: it says nothing of them, and nobody else would end
 * them. Stops when the source is in use again. A run that a crash cut short is done again at the next start.
 */
export function silenceJob(
  intake: Intake,
  sourceId: string,
  receivedAt: number,
  onFailed: (error: unknown) => void,
): Job {
  let handles: string[] | undefined;
  let next = 0;
  return {
    step(draft: Draft) {
      if (intake.hears(sourceId)) return true;
      handles ??= intake.state.alerts.handlesOf(sourceId);
      const handle = handles[next++];
      if (handle !== undefined) intake.end(handle, { sourceId, receivedAt }, draft);
      return next >= handles.length;
    },
    rewind() {
      handles = undefined;
      next = 0;
    },
    committed: () => {},
    failed: onFailed,
  };
}

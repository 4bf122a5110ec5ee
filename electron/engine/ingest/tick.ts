import { DEFAULT_SCOPE } from "../../../shared/domain/scope.ts";
import { once } from "../actions/outbox-runner.ts";
import type { Job } from "./write-queue.ts";

/** Logs that time passes. */
export function tickJob(now: () => number): Job {
  return once(
    (draft) => {
      const at = now();
      draft.log({ scope: DEFAULT_SCOPE, sourceId: "engine", at, receivedAt: at, body: { kind: "tick" } });
    },
    () => {},
  );
}

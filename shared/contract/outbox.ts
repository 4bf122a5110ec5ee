import { z } from "zod";
import { OutboxItem, OutboxState } from "../domain/outbox.ts";
import { Page, procedure } from "./errors.ts";

export const outbox = {
  list: procedure
    .input(Page.extend({ states: z.array(OutboxState).default(["queued", "sent", "conflict", "failed"]) }))
    .output(z.object({ rows: z.array(OutboxItem), total: z.int(), waiting: z.int(), conflicts: z.int() })),

  /** Undoes one: takes a queued one back, or queues the undo at the source. */
  undo: procedure.input(z.object({ id: z.string() })).output(OutboxItem),

  /** Settles a conflict: `keep-theirs` drops ours, `send-again` queues it anew for the alert as it is now. */
  settle: procedure
    .input(z.object({ id: z.string(), decision: z.enum(["keep-theirs", "send-again"]) }))
    .output(OutboxItem),
};

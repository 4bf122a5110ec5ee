import { eventIterator } from "@orpc/contract";
import { z } from "zod";
import { procedure } from "./errors.ts";

/** What a client may have to ask again for. */
export const Topic = z.enum([
  "incidents",
  "alerts",
  "topology",
  "changes",
  "findings",
  "sources",
  "rules",
  "outbox",
  "audit",
  "session",
]);
export type Topic = z.infer<typeof Topic>;

export const updates = {
  /**
   * Tells that something changed, never what; at most four a second. The first message names every topic.
   * Sends `beat` at least every 5 s, so that a client can tell a quiet engine from a dead one.
   */
  watch: procedure.output(
    eventIterator(
      z.discriminatedUnion("kind", [
        z.object({ kind: z.literal("changed"), topics: z.array(Topic), version: z.int() }),
        z.object({ kind: z.literal("beat"), now: z.int() }),
      ]),
    ),
  ),
};

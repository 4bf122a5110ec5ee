import { z } from "zod";
import { Change } from "../domain/change.ts";
import { Instant } from "../domain/event.ts";
import { Page, procedure } from "./errors.ts";

export const changes = {
  list: procedure
    .input(Page.extend({ from: Instant.optional(), to: Instant.optional(), entityId: z.string().optional() }))
    .output(z.object({ rows: z.array(Change), total: z.int() })),

  /** For deployment scripts. The same `id` again is harmless. `entity` is a name as any tool writes it. */
  add: procedure
    .input(
      z.object({
        id: z.string().min(1).max(200).optional(),
        entity: z.string().min(1).max(300),
        summary: z.string().min(1).max(500),
        detail: z.string().max(4000).optional(),
        by: z.string().max(120).optional(),
        at: Instant.optional(),
        endedAt: Instant.optional(),
      }),
    )
    .output(z.object({ id: z.string(), entityName: z.string(), newEntity: z.boolean() })),
};

import { z } from "zod";
import { EntityId } from "./entity.ts";
import { Instant } from "./event.ts";
import { Scope } from "./scope.ts";

/** A deployment or configuration change. */
export const Change = z.object({
  id: z.string(),
  scope: Scope,
  entityId: EntityId,
  entityName: z.string(),
  summary: z.string(),
  detail: z.string().nullable(),
  by: z.string().nullable(),
  at: Instant,
  endedAt: Instant.nullable(),
  sourceId: z.string(),
});
export type Change = z.infer<typeof Change>;

import { z } from "zod";
import { EntityKind } from "../domain/entity.ts";
import { Severity } from "../domain/severity.ts";
import { Message } from "../domain/message.ts";
import { procedure } from "./errors.ts";

export const SearchHit = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("incident"), id: z.string(), title: Message, severity: Severity, open: z.boolean() }),
  z.object({
    kind: z.literal("entity"),
    id: z.string(),
    name: z.string(),
    entityKind: EntityKind,
    matched: z.string(),
  }),
]);
export type SearchHit = z.infer<typeof SearchHit>;

export const search = {
  /** Entities by any alias, incidents by id, title and entity; best first. */
  find: procedure
    .input(z.object({ text: z.string().min(1).max(200), limit: z.int().min(1).max(50).default(20) }))
    .output(z.array(SearchHit)),
};

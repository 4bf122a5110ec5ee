import { z } from "zod";
import { Instant } from "./event.ts";
import { Incident } from "./incident.ts";
import { Message } from "./message.ts";

/** What two incidents have in common: an entity, the name of an alert, the first cause, or a word of what was seen. */
export const SharedKind = z.enum(["entity", "alert", "cause", "word"]);
export type SharedKind = z.infer<typeof SharedKind>;

/** `share` in [0,1]: how much of the likeness it makes; those of one incident add up to 1. */
export const SharedFeature = z.object({ kind: SharedKind, text: z.string(), share: z.number().min(0).max(1) });
export type SharedFeature = z.infer<typeof SharedFeature>;

/** What people did and what was changed before an incident was over. */
export const Resolution = z.object({
  owner: z.string().nullable(),
  acknowledgedBy: z.string().nullable(),
  /** The last notes, newest first. */
  notes: z.array(z.object({ at: Instant, by: z.string().nullable(), message: Message })),
  /** The last change of an entity of it while it lasted. */
  change: z
    .object({ id: z.string(), entityName: z.string(), summary: z.string(), by: z.string().nullable(), at: Instant })
    .nullable(),
});
export type Resolution = z.infer<typeof Resolution>;

/** A closed incident that is like another. `similarity` in [0,1]: the cosine of both, 1 for the same features. */
export const SimilarIncident = Incident.pick({
  id: true,
  severity: true,
  headline: true,
  alertCount: true,
  startedAt: true,
}).extend({
  resolvedAt: Instant,
  similarity: z.number().min(0).max(1),
  shared: z.array(SharedFeature),
  resolution: Resolution,
});
export type SimilarIncident = z.infer<typeof SimilarIncident>;

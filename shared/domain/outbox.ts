import { z } from "zod";
import { Instant } from "./event.ts";
import { Message } from "./message.ts";
import { Scope } from "./scope.ts";

/** queued → sent → confirmed | conflict | failed. `undone` follows a confirmed undo. */
export const OutboxState = z.enum(["queued", "sent", "confirmed", "conflict", "failed", "undone"]);
export type OutboxState = z.infer<typeof OutboxState>;

export const OutboxKind = z.enum(["acknowledge", "silence", "undo"]);
export type OutboxKind = z.infer<typeof OutboxKind>;

/** An action that waits for its source, or what became of it. */
export const OutboxItem = z.object({
  id: z.string(),
  scope: Scope,
  kind: OutboxKind,
  state: OutboxState,
  fingerprint: z.string(),
  alertSummary: z.string(),
  sourceId: z.string(),
  sourceName: z.string(),
  /** The alert's version that the operator saw. */
  seenVersion: z.int(),
  by: z.string(),
  note: z.string(),
  createdAt: Instant,
  updatedAt: Instant,
  /** When the effect at the source ends by itself. */
  until: Instant.nullable(),
  /** The source's own id of the effect (a silence id), once sent. */
  effectId: z.string().nullable(),
  attempts: z.int(),
  nextAttemptAt: Instant.nullable(),
  /** Both sides of a conflict, or why it failed, in words of the catalogue. */
  outcome: z.object({ ours: Message, theirs: Message }).nullable(),
});
export type OutboxItem = z.infer<typeof OutboxItem>;

/** One action is one call at the source per alert; more than this at once would flood it. */
export const MAXIMUM_PER_ACTION = 500;

/** Where an acknowledgement of an alert or incident stands. `confirmed` only when the source says so. */
export const Acknowledgement = z.object({
  state: z.enum(["none", "queued", "sent", "confirmed", "partial", "conflict", "failed"]),
  by: z.string().nullable(),
  at: Instant.nullable(),
  until: Instant.nullable(),
});
export type Acknowledgement = z.infer<typeof Acknowledgement>;

export const NOT_ACKNOWLEDGED: Acknowledgement = { state: "none", by: null, at: null, until: null };

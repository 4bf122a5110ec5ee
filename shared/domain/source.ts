import { z } from "zod";
import { Instant } from "./event.ts";
import { Message } from "./message.ts";
import { Scope } from "./scope.ts";

/** Expected failures of a source, by what an operator can do about them. */
export const FailureKind = z.enum([
  "unreachable",
  "timeout",
  "certificate",
  "unauthorised",
  "forbidden",
  "redirected",
  "malformed",
  "too-large",
  "rate-limited",
  "refused",
  "misconfigured",
]);
export type FailureKind = z.infer<typeof FailureKind>;

export const Failure = z.object({ kind: FailureKind, message: Message });
export type Failure = z.infer<typeof Failure>;

/** `starting` until the first answer; `stale` when the last good time is older than three intervals. */
export const SourceState = z.enum(["starting", "live", "stale", "disabled"]);
export type SourceState = z.infer<typeof SourceState>;

/** A configured connection and how it fares. */
export const Source = z.object({
  id: z.string(),
  scope: Scope,
  kind: z.string(),
  name: z.string(),
  state: SourceState,
  /** Where the configuration lives: rows from the file cannot be edited in the form. */
  origin: z.enum(["file", "form", "demo"]),
  canAct: z.boolean(),
  intervalMs: z.int(),
  lastGoodAt: Instant.nullable(),
  /** When the view became stale; null while it is not. */
  staleSince: Instant.nullable(),
  /** From receipt to commit, of the last batch. */
  lagMs: z.int().nullable(),
  failure: Failure.nullable(),
  failureSince: Instant.nullable(),
  nextPollAt: Instant.nullable(),
  eventsIn: z.int(),
  /** Dropped, merged, muted or rejected, by reason: nothing vanishes. */
  ignored: z.record(z.string(), z.int()),
  firingAlerts: z.int(),
  /** What the connector found out, such as the server's version. */
  about: z.string().nullable(),
});
export type Source = z.infer<typeof Source>;

/** One source in the file or from the form. `settings` are the connector's own; secrets in it are references. */
export const SourceConfig = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/),
  kind: z.string(),
  name: z.string().min(1).max(80).optional(),
  scope: Scope.optional(),
  enabled: z.boolean().default(true),
  settings: z.record(z.string(), z.unknown()).default({}),
});
export type SourceConfig = z.infer<typeof SourceConfig>;

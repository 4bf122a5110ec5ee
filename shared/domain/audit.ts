import { z } from "zod";
import { Instant } from "./event.ts";

/** One row of the hash-chained audit: hash = SHA-256 over the previous hash and this row's content. */
export const AuditEntry = z.object({
  sequence: z.int().positive(),
  at: Instant,
  by: z.string(),
  scope: z.string(),
  action: z.string(),
  target: z.string(),
  outcome: z.enum(["allowed", "denied", "done", "failed"]),
  detail: z.record(z.string(), z.unknown()),
  hash: z.string(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

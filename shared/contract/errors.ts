import { oc } from "@orpc/contract";
import { z } from "zod";
import { Message } from "../domain/message.ts";

/** Every procedure is built from this, so every caller can tell these errors apart by code. */
export const procedure = oc.errors({
  UNAUTHORIZED: { message: "No valid token came with the connection." },
  FORBIDDEN: { message: "The caller lacks the permission or scope." },
  NOT_FOUND: { message: "There is no such thing, or it is not in the caller's scopes." },
  CONFLICT: { message: "It changed since it was read.", data: z.object({ reason: Message }) },
  REJECTED: { message: "The input is well formed but cannot be accepted.", data: z.object({ reason: Message }) },
  BUSY: { message: "The engine is restarting a thread, or has too many calls of this caller; ask again." },
});

/** Offset pages: lists are virtual, so the renderer asks for the rows that it shows. */
export const Page = z.object({
  offset: z.int().nonnegative().default(0),
  limit: z.int().positive().max(500).default(100),
});

import { ORPCError } from "@orpc/client";

/** Whether the engine says that there is no such thing, or no longer. */
export const isGone = (error: unknown): boolean => error instanceof ORPCError && error.code === "NOT_FOUND";

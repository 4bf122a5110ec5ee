import { z } from "zod";

/** A place in the event log: the table that holds it and a number that only grows across tables. */
export const Position = z.object({ partition: z.int().nonnegative(), position: z.int().nonnegative() });
export type Position = z.infer<typeof Position>;

export const START: Position = { partition: 0, position: 0 };

import { z } from "zod";

/** Where a watched series runs out: an upper limit is reached from below, a lower one from above. In the unit of the series. */
export const SeriesLimit = z.object({ bound: z.enum(["upper", "lower"]), value: z.number() });
export type SeriesLimit = z.infer<typeof SeriesLimit>;

export const isSameLimit = (one: SeriesLimit | null, other: SeriesLimit | null): boolean =>
  one?.bound === other?.bound && one?.value === other?.value;

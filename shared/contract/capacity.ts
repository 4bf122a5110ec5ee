import { z } from "zod";
import { FindingId } from "../domain/finding.ts";
import { ForecastMade } from "../domain/forecast.ts";
import { Instant } from "../domain/event.ts";
import { Page, procedure } from "./errors.ts";

/** A watched series with a limit, and when it runs out. */
export const CapacityRow = ForecastMade.omit({ history: true, course: true }).extend({
  name: z.string(),
  unit: z.string(),
  entityName: z.string().nullable(),
  sourceId: z.string(),
  /** The finding that it runs out, while there is one that lasts. */
  findingId: FindingId.nullable(),
  /** Who said that this is no problem, and when. */
  dismissedBy: z.string().nullable(),
  dismissedAt: Instant.nullable(),
});
export type CapacityRow = z.infer<typeof CapacityRow>;

/** The same with the end of its history and what is forecast after it. */
export const CapacityDetail = CapacityRow.extend(ForecastMade.pick({ history: true, course: true }).shape);
export type CapacityDetail = z.infer<typeof CapacityDetail>;

export const capacity = {
  /**
   * What is at its limit first, then by the time that is left; what will not run out comes last. `limited`: series with a limit,
   * forecast or not yet. `short`: those that run out or have, and nobody has said that this is no problem.
   */
  list: procedure
    .input(Page.extend({ entityId: z.string().min(1).max(64).optional() }))
    .output(z.object({ rows: z.array(CapacityRow), total: z.int(), limited: z.int(), short: z.int() })),

  /** `id`: of the series. */
  get: procedure.input(z.object({ id: z.string().min(1).max(64) })).output(CapacityDetail),
};

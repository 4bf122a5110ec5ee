import { z } from "zod";
import { EntityId } from "./entity.ts";
import { Instant } from "./event.ts";
import { IncidentId } from "./incidentId.ts";

/** Entities that one verdict may take out of an incident. */
export const MAXIMUM_SPLIT = 200;

/**
 * What an operator says against or beside the analysis. It binds while the incident lives, or until it is taken back.
 * `merge`: both are one case. `split`: what alerts at these entities is another case. `not-cause`: this entity did not cause it.
 */
export const Verdict = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("merge"), incidentId: IncidentId, otherId: IncidentId }),
  z.object({
    kind: z.literal("split"),
    incidentId: IncidentId,
    entityIds: z.array(EntityId).min(1).max(MAXIMUM_SPLIT),
  }),
  z.object({ kind: z.literal("not-cause"), incidentId: IncidentId, entityId: EntityId }),
]);
export type Verdict = z.infer<typeof Verdict>;

/** A verdict that has not been taken back. */
export const StandingVerdict = z.object({ id: z.string(), at: Instant, by: z.string(), verdict: Verdict });
export type StandingVerdict = z.infer<typeof StandingVerdict>;

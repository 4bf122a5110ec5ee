import { z } from "zod";
import { EntityId, EntityKind } from "../domain/entity.ts";
import { Instant } from "../domain/event.ts";
import { IncidentId } from "../domain/incident.ts";
import { EntityDetail } from "../domain/topology.ts";
import { PackedTopology } from "../domain/topology-columns.ts";
import { procedure } from "./errors.ts";

export const topology = {
  /** The map, as it is or as it was. With `incidentId` only the entities involved and their neighbours. `unpackTopology` reads it. */
  get: procedure
    .input(
      z.object({
        incidentId: IncidentId.optional(),
        sites: z.array(z.string()).default([]),
        kinds: z.array(EntityKind).default([]),
        minimumConfidence: z.number().min(0).max(1).default(0),
        at: Instant.optional(),
        limit: z.int().min(1).max(10_000).default(5000),
      }),
    )
    .output(PackedTopology),

  entity: procedure.input(z.object({ id: EntityId })).output(EntityDetail),
};

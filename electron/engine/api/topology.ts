import { getEntity } from "../store/read-entity.ts";
import type { EngineAccess } from "./access.ts";
import { found } from "./failures.ts";
import type { Guarded } from "./guarded.ts";

export const topologyHandlers = ({ topology }: Guarded, { db, longRead, now }: EngineAccess) => ({
  get: topology.get.handler(async ({ input, context: { caller } }) =>
    found(await longRead("getTopology", caller.scopes, { ...input, now: now() })),
  ),

  entity: topology.entity.handler(({ input, context: { caller } }) =>
    found(getEntity(db, caller.scopes, input.id, now())),
  ),
});

import { findCapacity } from "../store/read-capacity.ts";
import type { EngineAccess } from "./access.ts";
import { found } from "./failures.ts";
import type { Guarded } from "./guarded.ts";

export const capacityHandlers = ({ capacity }: Guarded, { db, longRead }: EngineAccess) => ({
  list: capacity.list.handler(({ input, context: { caller } }) => longRead("listCapacity", caller.scopes, input)),

  get: capacity.get.handler(({ input: { id }, context: { caller } }) => found(findCapacity(db, caller.scopes, id))),
});

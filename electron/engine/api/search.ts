import type { EngineAccess } from "./access.ts";
import type { Guarded } from "./guarded.ts";

export const searchHandlers = ({ search }: Guarded, { longRead }: EngineAccess) => ({
  find: search.find.handler(({ input, context: { caller } }) => longRead("findText", caller.scopes, input)),
});

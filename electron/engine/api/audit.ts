import { listAudit } from "../store/read-audit.ts";
import type { EngineAccess } from "./access.ts";
import type { Guarded } from "./guarded.ts";

export const auditHandlers = ({ audit }: Guarded, { db, longRead }: EngineAccess) => ({
  list: audit.list.handler(({ input, context: { caller } }) => listAudit(db, caller.scopes, input)),

  verify: audit.verify.handler(({ context: { caller } }) => longRead("verifyAudit", caller.scopes, null)),
});

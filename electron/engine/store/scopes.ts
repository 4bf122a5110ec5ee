import type { Scope } from "../../../shared/domain/scope.ts";
import type { ReadableDb } from "./database.ts";
import { statement } from "./statements.ts";

/** Every scope that anything in the database belongs to, also of sources that were removed. */
export const listScopes = (db: ReadableDb): Scope[] =>
  statement<[], { scope: Scope }>(
    db,
    "SELECT scope FROM source UNION SELECT DISTINCT scope FROM alert UNION SELECT DISTINCT scope FROM incident ORDER BY scope",
  )
    .all()
    .map((row) => row.scope);

import { findFindingHead } from "../store/finding-verdict.ts";
import { findFinding, isLongFindingQuery, listFindings } from "../store/read-findings.ts";
import { findPattern } from "../store/read-patterns.ts";
import type { Caller } from "../../../shared/domain/session.ts";
import type { EngineAccess } from "./access.ts";
import { done, found } from "./failures.ts";
import type { Guarded } from "./guarded.ts";

export const findingHandlers = ({ findings }: Guarded, { db, command, longRead }: EngineAccess) => {
  /** NOT_FOUND for what the caller may not see. */
  const judge = (caller: Caller, id: string, isAnomaly: boolean) => {
    const head = findFindingHead(db, id);
    found(head !== undefined && caller.scopes.includes(head.scope) ? head : undefined);
    return done(command("judgeFinding", caller, { id, isAnomaly }));
  };
  return {
    list: findings.list.handler(({ input, context: { caller } }) =>
      isLongFindingQuery(input)
        ? longRead("listFindings", caller.scopes, input)
        : listFindings(db, caller.scopes, input),
    ),

    get: findings.get.handler(({ input: { id }, context: { caller } }) => found(findFinding(db, caller.scopes, id))),

    series: findings.series.handler(async ({ input, context: { caller } }) =>
      found(await longRead("watchedSeries", caller.scopes, input)),
    ),

    patterns: findings.patterns.handler(({ input, context: { caller } }) =>
      longRead("listPatterns", caller.scopes, input),
    ),

    pattern: findings.pattern.handler(({ input, context: { caller } }) => found(findPattern(db, caller.scopes, input))),

    lines: findings.lines.handler(async ({ input, context: { caller } }) =>
      found(await longRead("keptLines", caller.scopes, input)),
    ),

    dismiss: findings.dismiss.handler(({ input: { id }, context: { caller } }) => judge(caller, id, false)),

    restore: findings.restore.handler(({ input: { id }, context: { caller } }) => judge(caller, id, true)),
  };
};

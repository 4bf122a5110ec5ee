import type { ListedRule } from "../../../shared/contract/rules.ts";
import { RuleTest } from "../../../shared/domain/rule.ts";
import type { Scope, Scopes } from "../../../shared/domain/scope.ts";
import type { ReadableDb } from "./database.ts";
import { listed, rowsOf } from "./read-query.ts";
import type { StoredRule } from "./rules.ts";

type Row = StoredRule & {
  scope: Scope;
  updatedAt: number;
  updatedBy: string;
  applied: number;
  appliedAt: number | null;
  suppressing: number;
  test: string | null;
  testedAt: number | null;
};

/** Rules of these scopes, by id, with what each has brought about. What is wrong with one is not known here. */
export function listRules(db: ReadableDb, scopes: Scopes): Omit<ListedRule, "problem">[] {
  const rows = rowsOf<Row>(
    db,
    `SELECT r.scope, r.id, r.description, r.effect, r.expression AS "when", r.within_minutes AS withinMinutes, r.state, r.origin,
       r.updated_at AS updatedAt, r.updated_by AS updatedBy, r.applied, r.applied_at AS appliedAt, r.test, r.tested_at AS testedAt,
       (SELECT count(*) FROM alert_suppression s WHERE s.scope = r.scope AND s.rule_id = r.id) AS suppressing
     FROM rule r WHERE r.scope IN (SELECT value FROM json_each(?)) ORDER BY r.id, r.scope`,
    listed(scopes),
  );
  return rows.map(({ scope, id, description, effect, when, withinMinutes, state, test, ...row }) => ({
    ...row,
    rule: { scope, id, description, effect, when, withinMinutes, state },
    // A test of another version of the program may look different: then it has to be run again.
    test: test === null ? null : (RuleTest.safeParse(JSON.parse(test)).data ?? null),
  }));
}

import type { Rule, RuleTest } from "../../../shared/domain/rule.ts";
import type { Scope } from "../../../shared/domain/scope.ts";
import type { ReadableDb, WritableDb } from "./database.ts";
import { statement } from "./statements.ts";

/** Where a rule is written down: those of the file are changed there. */
export type RuleOrigin = "file" | "form";

export type StoredRule = Rule & { origin: RuleOrigin };

/** Adds a rule or takes it in place of what had its id. What was learned about an expression goes with it. */
export function putRule(db: WritableDb, rule: StoredRule, by: string, at: number): void {
  const { scope, id, description, effect, when, withinMinutes, state, origin } = rule;
  statement(
    db,
    `INSERT INTO rule (scope, id, description, effect, expression, within_minutes, state, origin, updated_at, updated_by)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (scope, id) DO UPDATE SET
       test = iif(effect = excluded.effect AND expression = excluded.expression AND within_minutes = excluded.within_minutes, test, NULL),
       tested_at = iif(effect = excluded.effect AND expression = excluded.expression AND within_minutes = excluded.within_minutes, tested_at, NULL),
       description = excluded.description, effect = excluded.effect, expression = excluded.expression,
       within_minutes = excluded.within_minutes, state = excluded.state, origin = excluded.origin,
       updated_at = excluded.updated_at, updated_by = excluded.updated_by`,
  ).run(scope, id, description, effect, when, withinMinutes, state, origin, at, by);
}

export function deleteRule(db: WritableDb, scope: Scope, id: string): void {
  statement(db, "DELETE FROM rule WHERE scope = ? AND id = ?").run(scope, id);
}

const COLUMNS = `scope, id, description, effect, expression AS "when", within_minutes AS withinMinutes, state, origin`;

/** Every rule, by scope and id. */
export const loadRules = (db: ReadableDb): StoredRule[] =>
  statement<[], StoredRule>(db, `SELECT ${COLUMNS} FROM rule ORDER BY scope, id`).all();

export const findRule = (db: ReadableDb, scope: Scope, id: string): StoredRule | undefined =>
  statement<[Scope, string], StoredRule>(db, `SELECT ${COLUMNS} FROM rule WHERE scope = ? AND id = ?`).get(scope, id);

/** Keeps what a test of the rule as it is has shown. */
export function recordRuleTest(db: WritableDb, scope: Scope, id: string, test: RuleTest, at: number): void {
  statement(db, "UPDATE rule SET test = ?, tested_at = ? WHERE scope = ? AND id = ?").run(
    JSON.stringify(test),
    at,
    scope,
    id,
  );
}

/** A rule has taken effect on one alert more. */
export function countApplied(db: WritableDb, scope: string, id: string, at: number): void {
  statement(db, "UPDATE rule SET applied = applied + 1, applied_at = ? WHERE scope = ? AND id = ?").run(at, scope, id);
}

/** An active alert is kept out of incidents by a rule from here on. */
export function suppressAlert(db: WritableDb, scope: Scope, fingerprint: string, ruleId: string, at: number): void {
  statement(
    db,
    `INSERT INTO alert_suppression (scope, fingerprint, rule_id, at) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET rule_id = excluded.rule_id, at = excluded.at`,
  ).run(scope, fingerprint, ruleId, at);
  countApplied(db, scope, ruleId, at);
}

export function releaseAlert(db: WritableDb, scope: Scope, fingerprint: string): void {
  statement(db, "DELETE FROM alert_suppression WHERE scope = ? AND fingerprint = ?").run(scope, fingerprint);
}

import type { Rule } from "../../../shared/domain/rule.ts";
import { appendAudit } from "../store/audit.ts";
import type { WritableDb } from "../store/database.ts";
import { deleteRule, loadRules, putRule } from "../store/rules.ts";
import type { Draft } from "./draft.ts";

/**
 * Makes the rules of the file those that are in use beside those of the form, in the caller's transaction. What differs from the
 * last start is logged, because it changes the outcome, and audited. A rule of the file takes the place of one of the form.
 */
export function configureRules(db: WritableDb, draft: Draft, rules: readonly Rule[], now: number): void {
  const stored = loadRules(db);
  const note = (action: "save-rule" | "remove-rule", { scope, id }: Rule, rule: Rule | null): void => {
    const detail = { rule };
    appendAudit(db, { at: now, by: "file", scope, action, target: id, outcome: "done", detail });
    const body = { kind: "rule", ruleId: id, rule, by: "file" } as const;
    draft.log({ scope, sourceId: "operator", at: now, receivedAt: now, body });
    draft.topics.add("rules").add("audit");
  };
  for (const { origin, ...rule } of stored) {
    if (origin === "form" || rules.some((each) => isSame(each, rule))) continue;
    deleteRule(db, rule.scope, rule.id);
    note("remove-rule", rule, null);
  }
  for (const rule of rules) {
    const before = stored.find((each) => isSame(each, rule));
    if (before?.origin === "file" && !differs(before, rule)) continue;
    putRule(db, { ...rule, origin: "file" }, "file", now);
    note("save-rule", rule, rule);
  }
}

const isSame = (left: Rule, right: Rule): boolean => left.scope === right.scope && left.id === right.id;

const FIELDS = ["description", "effect", "when", "withinMinutes", "state"] as const;

const differs = (before: Rule, after: Rule): boolean => FIELDS.some((field) => before[field] !== after[field]);

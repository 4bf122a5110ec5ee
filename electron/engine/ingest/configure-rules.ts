import { Rule } from "../../../shared/domain/rule.ts";
import { appendAudit } from "../store/audit.ts";
import type { WritableDb } from "../store/database.ts";
import { deleteRule, loadRules, putRule, type StoredRule } from "../store/rules.ts";
import type { Draft } from "./draft.ts";

/**
 * Makes the rules of the file those that are in use beside those of the form, in the caller's transaction. What differs from the
 * last start is logged, because it changes the outcome, and audited. A rule of the file takes the place of one of the form. Their
 * texts are masked as those of the form are; one that is too long then is left out, and the audit says so.
 */
export function configureRules(
  db: WritableDb,
  draft: Draft,
  written: readonly Rule[],
  { now, mask }: { now: number; mask(text: string): string },
): void {
  const stored = loadRules(db);
  const masked = written.map((rule) => ({ ...rule, description: mask(rule.description), when: mask(rule.when) }));
  const rules = masked.filter((rule) => Rule.safeParse(rule).success);
  for (const { scope, id } of masked.filter((rule) => !rules.includes(rule))) {
    const detail = { reason: "too long once it is masked" };
    appendAudit(db, { at: now, by: "file", scope, action: "save-rule", target: id, outcome: "failed", detail });
    draft.topics.add("audit");
  }
  const note = (action: "save-rule" | "remove-rule", before: Rule | null, after: Rule | null): void => {
    const { scope, id } = (after ?? before)!;
    appendAudit(db, { at: now, by: "file", scope, action, target: id, outcome: "done", detail: { before, after } });
    const body = { kind: "rule", ruleId: id, rule: after, by: "file" } as const;
    draft.log({ scope, sourceId: "operator", at: now, receivedAt: now, body });
    draft.topics.add("rules").add("audit");
  };
  for (const each of stored) {
    if (each.origin === "form" || rules.some((rule) => isSame(rule, each))) continue;
    deleteRule(db, each.scope, each.id);
    note("remove-rule", asRule(each), null);
  }
  for (const rule of rules) {
    const before = stored.find((each) => isSame(each, rule));
    if (before?.origin === "file" && !differs(before, rule)) continue;
    putRule(db, { ...rule, origin: "file" }, "file", now);
    note("save-rule", before === undefined ? null : asRule(before), rule);
  }
}

const asRule = ({ origin: _origin, ...rule }: StoredRule): Rule => rule;

const isSame = (left: Rule, right: Rule): boolean => left.scope === right.scope && left.id === right.id;

const FIELDS = ["description", "effect", "when", "withinMinutes", "state"] as const;

const differs = (before: Rule, after: Rule): boolean => FIELDS.some((field) => before[field] !== after[field]);

import { LONGEST_DESCRIPTION, LONGEST_EXPRESSION, MAXIMUM_RULES, Rule } from "../../../shared/domain/rule.ts";
import type { CommandResult, Commands } from "../commands.ts";
import { problemOfRule } from "../rules/explain.ts";
import { appendAudit } from "../store/audit.ts";
import { deleteRule, findRule, loadRules, putRule, recordRuleTest, type StoredRule } from "../store/rules.ts";
import { accept, type CommandContext, mayTouch, NOTHING_THERE, refuse } from "./context.ts";

/**
 * Adds or replaces a rule. Literals in its expression are masked as the texts are that they are compared with. It takes effect
 * when analysis reads the log's word of it.
 */
export function saveRule(context: CommandContext, given: Commands["saveRule"]["input"]): CommandResult<{ id: string }> {
  const { db, caller, mask } = context;
  if (!mayTouch(caller, given.scope)) return refuse("NOT_FOUND", NOTHING_THERE);
  const rule: StoredRule = { ...given, description: mask(given.description), when: mask(given.when), origin: "form" };
  if (!Rule.safeParse(asRule(rule)).success)
    return refuse("REJECTED", {
      code: "command.ruleTooLong",
      params: { limit: LONGEST_EXPRESSION, ofText: LONGEST_DESCRIPTION },
    });
  const problem = problemOfRule(rule);
  if (problem !== null) return refuse("REJECTED", problem.wrong);
  const before = findRule(db, rule.scope, rule.id);
  if (before?.origin === "file") return refuse("REJECTED", { code: "command.ruleOfFile", params: { id: rule.id } });
  if (before === undefined && loadRules(db).length >= MAXIMUM_RULES)
    return refuse("REJECTED", { code: "command.ruleLimit", params: { limit: MAXIMUM_RULES } });
  putRule(db, rule, caller.name, context.now);
  write(context, "save-rule", before, rule);
  return accept({ id: rule.id });
}

export function removeRule(
  context: CommandContext,
  { id, scope }: Commands["removeRule"]["input"],
): CommandResult<{ removed: boolean }> {
  const { db, caller } = context;
  const before = mayTouch(caller, scope) ? findRule(db, scope, id) : undefined;
  if (before === undefined) return refuse("NOT_FOUND", NOTHING_THERE);
  if (before.origin === "file") return refuse("REJECTED", { code: "command.ruleOfFile", params: { id } });
  deleteRule(db, scope, id);
  write(context, "remove-rule", before, null);
  return accept({ removed: true });
}

/** Keeps what a test of a rule has shown, with who asked for it. The rule may say something else by now: then it has not been tested. */
export function keepRuleTest(
  { db, draft, caller, now: at }: CommandContext,
  { tested, test }: Commands["keepRuleTest"]["input"],
): CommandResult<{ kept: boolean }> {
  const { id, scope } = tested;
  const present = mayTouch(caller, scope) ? findRule(db, scope, id) : undefined;
  if (present === undefined) return refuse("NOT_FOUND", NOTHING_THERE);
  if (TESTED.some((field) => present[field] !== tested[field])) return accept({ kept: false });
  recordRuleTest(db, scope, id, test, at);
  const detail = { alerts: test.alerts, before: test.before.incidents, after: test.after.incidents };
  appendAudit(db, { at, by: caller.name, scope, action: "test-rule", target: id, outcome: "done", detail });
  draft.topics.add("rules").add("audit");
  return accept({ kept: true });
}

/** What the outcome of a test depends on. */
const TESTED = ["effect", "when", "withinMinutes"] as const;

/** The audit has both versions; the log has the one that holds from here on. */
function write(
  { db, draft, caller, now: at }: CommandContext,
  action: "save-rule" | "remove-rule",
  before: StoredRule | undefined,
  after: StoredRule | null,
): void {
  const { id: ruleId, scope } = (after ?? before)!;
  const detail = { before: before === undefined ? null : asRule(before), after: after && asRule(after) };
  appendAudit(db, { at, by: caller.name, scope, action, target: ruleId, outcome: "done", detail });
  const rule = after && asRule(after);
  const body = { kind: "rule", ruleId, rule, by: caller.name } as const;
  draft.log({ scope, sourceId: "operator", at, receivedAt: at, body });
  draft.topics.add("rules").add("audit").add("incidents").add("alerts");
}

const asRule = ({ origin: _origin, ...rule }: StoredRule): Rule => rule;

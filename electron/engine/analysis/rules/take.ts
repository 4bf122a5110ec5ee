import type { RuleLogged } from "../../../../shared/domain/log.ts";
import type { Scope } from "../../../../shared/domain/scope.ts";
import { ruleKey } from "../../rules/rule-set.ts";
import type { State } from "../state/state.ts";
import type { SuppressedAlert } from "./standing.ts";

/**
 * A rule holds from here on, or no longer. What is together stays together; what comes is judged anew.
 * @returns the alerts that it has suppressed and that are to be looked at again.
 */
export function takeRule(state: State, scope: Scope, { ruleId, rule }: RuleLogged): SuppressedAlert[] {
  const { rules, touched } = state;
  const key = ruleKey(scope, ruleId);
  for (const shape of rules.points.get(key)?.keys() ?? []) touched.point(key, shape);
  rules.set(scope, ruleId, rule?.state === "enabled" ? rule : null);
  touched.rules.add(key);
  for (const group of state.groups.values()) {
    if (group.scope !== scope || group.ruled?.shapes.delete(ruleId) !== true) continue;
    touched.ruled.add(group.number);
  }
  return [...rules.suppressed.values()].filter((alert) => alert.scope === scope && alert.ruleId === ruleId);
}

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { ListedRule, RunningRuleTest } from "../../../shared/contract/rules.ts";
import { text } from "../../../shared/strings/index.ts";
import { api } from "../../api/client.ts";
import { Button, Choice, DrawerPart, errorText } from "../../ui/index.ts";
import { RuleOutcome } from "./RuleOutcome.tsx";

const HOURS = ["1", "6", "24", "168", "720"] as const;

type Hours = (typeof HOURS)[number];

type RuleTestPartProps = {
  listed: ListedRule;
  running: RunningRuleTest | null;
  mayTest: boolean;
  /** What is written is not what would be tested. */
  isChanged: boolean;
};

/** Runs the rule over the cached history, and shows what the last run has found. */
export function RuleTestPart({ listed: { rule, test }, running, mayTest, isChanged }: RuleTestPartProps) {
  const [hours, setHours] = useState<Hours>("24");
  const run = useMutation(api.rules.test.mutationOptions());
  const cancel = useMutation(api.rules.cancelTest.mutationOptions());
  const own = running?.ruleId === rule.id && running.scope === rule.scope ? running : null;
  const isRunning = own !== null || run.isPending;
  return (
    <DrawerPart title={text("rules.test")}>
      {mayTest && (
        <div className="rule-test-bar">
          <Choice<Hours>
            label={text("rules.testHours")}
            value={hours}
            options={HOURS.map((value) => ({ value, label: text("rules.lastHours", { count: Number(value) }) }))}
            disabled={isRunning}
            onChange={setHours}
          />
          {isRunning ? (
            <Button onClick={() => cancel.mutate({})}>{text("common.cancel")}</Button>
          ) : (
            <Button
              disabled={isChanged || running !== null}
              onClick={() => run.mutate({ id: rule.id, scope: rule.scope, hours: Number(hours) })}
            >
              {text("rules.testRun")}
            </Button>
          )}
        </div>
      )}
      {isChanged && <p className="t3">{text("rules.testChanged")}</p>}
      {isRunning && (
        <p role="status">
          <progress max={1} value={own?.share ?? 0} aria-label={text("rules.test")} />{" "}
          {text("rules.testRunning", { share: Math.round(100 * (own?.share ?? 0)) })}
        </p>
      )}
      {run.isError && (
        <p className="field-error" role="alert">
          {errorText(run.error)}
        </p>
      )}
      {test === null ? <p className="t3">{text("rules.untestedHint")}</p> : <RuleOutcome test={test} />}
    </DrawerPart>
  );
}

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import type { ListedRule, RunningRuleTest } from "../../../shared/contract/rules.ts";
import { Rule, RuleId } from "../../../shared/domain/rule.ts";
import { text } from "../../../shared/strings/index.ts";
import { api } from "../../api/client.ts";
import { Button, Confirm, Drawer, errorText } from "../../ui/index.ts";
import { RuleForm } from "./RuleForm.tsx";
import { RuleTestPart } from "./RuleTestPart.tsx";
import { problemText } from "./ruleWords.ts";

type RuleDrawerProps = {
  /** Undefined while the rule is new. */
  listed: ListedRule | undefined;
  initial: Rule;
  running: RunningRuleTest | null;
  mayConfigure: boolean;
  onSaved(rule: Rule): void;
  onClose(): void;
};

/** One rule: what it says, whether it is in use, and its test. A new one is a draft first. */
export function RuleDrawer({ listed, initial, running, mayConfigure, onSaved, onClose }: RuleDrawerProps) {
  const [rule, setRule] = useState(initial);
  const [asking, setAsking] = useState(false);
  const save = useSave(onSaved);
  const remove = useMutation(api.rules.remove.mutationOptions());
  const problem = useProblem(rule, mayConfigure);
  const editable = mayConfigure && listed?.origin !== "file";
  const isChanged = !isSame(rule, initial);
  const isReady = problem === undefined && rule.when !== "" && RuleId.safeParse(rule.id).success;
  const enabled = listed?.rule.state === "enabled";
  const foot = editable && (
    <>
      {(isChanged || listed === undefined) && (
        <Button look="primary" disabled={!isReady || save.isPending} onClick={() => save.mutate(rule)}>
          {text(listed === undefined ? "rules.saveDraft" : "rules.save")}
        </Button>
      )}
      {listed !== undefined && !isChanged && (
        <Button
          look={enabled ? "plain" : "primary"}
          disabled={!isReady || save.isPending}
          onClick={() => save.mutate({ ...initial, state: enabled ? "disabled" : "enabled" })}
        >
          {text(enabled ? "rules.disable" : "rules.enable")}
        </Button>
      )}
      {listed !== undefined && <Button onClick={() => setAsking(true)}>{text("rules.remove")}</Button>}
    </>
  );
  return (
    <Drawer
      over={text(`rules.state.${initial.state}`)}
      title={listed === undefined ? text("rules.new") : initial.id}
      onClose={onClose}
      foot={foot}
    >
      <RuleForm rule={rule} isNew={listed === undefined} editable={editable} problem={problem} onChange={setRule} />
      {save.isError && (
        <p className="field-error" role="alert">
          {errorText(save.error)}
        </p>
      )}
      {listed?.origin === "file" && <p className="t3">{text("rules.ofFile")}</p>}
      {!mayConfigure && <p className="t3">{text("rules.notAllowed")}</p>}
      {listed !== undefined && (
        <RuleTestPart listed={listed} running={running} mayTest={mayConfigure} isChanged={isChanged} />
      )}
      {asking && (
        <Confirm
          title={text("rules.removeTitle", { id: initial.id })}
          confirm={text("rules.remove")}
          busy={remove.isPending}
          onConfirm={() => remove.mutate({ id: initial.id, scope: initial.scope }, { onSuccess: onClose })}
          onCancel={() => setAsking(false)}
        >
          <p>{text("rules.removeText")}</p>
          {remove.isError && <p className="field-error">{errorText(remove.error)}</p>}
        </Confirm>
      )}
    </Drawer>
  );
}

/** Saves, and shows the rule as it is in the list then. */
function useSave(onSaved: (rule: Rule) => void) {
  const queryClient = useQueryClient();
  return useMutation(
    api.rules.save.mutationOptions({
      onSuccess: async (_saved, rule) => {
        await queryClient.invalidateQueries({ queryKey: api.rules.list.key() });
        onSaved(Rule.parse(rule));
      },
    }),
  );
}

/** What is wrong with the expression as it is written now. */
function useProblem({ effect, when }: Rule, mayConfigure: boolean): string | undefined {
  const written = useDeferredValue(when);
  const check = useQuery({
    ...api.rules.check.queryOptions({ input: { effect, when: written } }),
    enabled: mayConfigure && written !== "",
    placeholderData: (before) => before,
    staleTime: Infinity,
  });
  const problem = check.data?.problem ?? null;
  return problem === null || when === "" ? undefined : problemText(problem);
}

const FIELDS = ["id", "description", "effect", "when", "withinMinutes"] as const;

const isSame = (left: Rule, right: Rule): boolean => FIELDS.every((field) => left[field] === right[field]);

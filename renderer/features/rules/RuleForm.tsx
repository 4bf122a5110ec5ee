import { useId } from "react";
import type { Rule, RuleEffect } from "../../../shared/domain/rule.ts";
import { text } from "../../../shared/strings/index.ts";
import { Choice, Field } from "../../ui/index.ts";

type RuleFormProps = {
  rule: Rule;
  isNew: boolean;
  editable: boolean;
  /** What is wrong with the expression. */
  problem: string | undefined;
  onChange(rule: Rule): void;
};

const EFFECTS: readonly RuleEffect[] = ["group", "separate", "suppress"];

/** What a rule says. */
export function RuleForm({ rule, isNew, editable, problem, onChange }: RuleFormProps) {
  const set = (more: Partial<Rule>): void => onChange({ ...rule, ...more });
  return (
    <div className="rule-form">
      {isNew && (
        <Field
          label={text("rules.id")}
          labelled
          hint={text("rules.idHint")}
          value={rule.id}
          disabled={!editable}
          onChange={(event) => set({ id: event.target.value })}
        />
      )}
      <Choice
        label={text("rules.column.effect")}
        labelled
        value={rule.effect}
        options={EFFECTS.map((value) => ({ value, label: text(`rules.effect.${value}`) }))}
        hint={text(`rules.effectHint.${rule.effect}`)}
        disabled={!editable}
        onChange={(effect) => set({ effect })}
      />
      <Expression rule={rule} editable={editable} problem={problem} onChange={(when) => set({ when })} />
      {rule.effect === "group" && (
        <Field
          label={text("rules.within")}
          labelled
          type="number"
          min={0.1}
          max={15}
          step={0.1}
          hint={text("rules.withinHint")}
          value={rule.withinMinutes}
          disabled={!editable}
          onChange={(event) => set({ withinMinutes: Number(event.target.value) })}
        />
      )}
      <Field
        label={text("rules.description")}
        labelled
        value={rule.description}
        disabled={!editable}
        onChange={(event) => set({ description: event.target.value })}
      />
    </div>
  );
}

type ExpressionProps = Pick<RuleFormProps, "rule" | "editable" | "problem"> & { onChange(when: string): void };

function Expression({ rule, editable, problem, onChange }: ExpressionProps) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className="field-label">
        {text("rules.when")}
      </label>
      <textarea
        id={id}
        className="rule-expression"
        rows={4}
        spellCheck={false}
        readOnly={!editable}
        value={rule.when}
        aria-describedby={`${id}-note`}
        aria-invalid={problem !== undefined}
        onChange={(event) => onChange(event.target.value)}
      />
      <p id={`${id}-note`} className={problem === undefined ? "field-hint" : "field-error"} aria-live="polite">
        {problem ?? text(rule.effect === "suppress" ? "rules.whenHintAlert" : "rules.whenHintPair")}
      </p>
    </div>
  );
}

import type { ListedRule, RunningRuleTest } from "../../../shared/contract/rules.ts";
import type { Rule } from "../../../shared/domain/rule.ts";
import { text, textOf } from "../../../shared/strings/index.ts";
import { Tag, useNow } from "../../ui/index.ts";
import { reductionText } from "./ruleWords.ts";

type RulesTableProps = {
  rows: readonly ListedRule[];
  running: RunningRuleTest | null;
  selected: string | null;
  onSelect(rule: Rule): void;
};

/** One row per rule: is it in use, what does it say, what has it done, what did its test show. */
export function RulesTable({ rows, running, selected, onSelect }: RulesTableProps) {
  return (
    <div className="rules-scroll" tabIndex={0} role="group" aria-label={text("rules.title")}>
      <table className="rules-table" aria-label={text("rules.title")}>
        <thead>
          <tr>
            <th scope="col">{text("rules.column.state")}</th>
            <th scope="col">{text("rules.column.rule")}</th>
            <th scope="col">{text("rules.column.effect")}</th>
            <th scope="col" className="num">
              {text("rules.column.applied")}
            </th>
            <th scope="col">{text("rules.column.test")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <RuleRow
              key={`${row.rule.scope}/${row.rule.id}`}
              row={row}
              running={running?.ruleId === row.rule.id && running.scope === row.rule.scope ? running : null}
              selected={`${row.rule.scope}/${row.rule.id}` === selected}
              onSelect={() => onSelect(row.rule)}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

type RuleRowProps = { row: ListedRule; running: RunningRuleTest | null; selected: boolean; onSelect(): void };

function RuleRow({ row, running, selected, onSelect }: RuleRowProps) {
  const { rule, problem, suppressing } = row;
  return (
    <tr className={selected ? "selected" : ""} onClick={onSelect} aria-selected={selected}>
      <td>
        <Tag look={rule.state === "enabled" && problem === null ? "solid" : "plain"}>
          {text(`rules.state.${rule.state}`)}
        </Tag>
      </td>
      <td>
        <button type="button" className="rule-name" aria-expanded={selected}>
          {rule.id}
        </button>
        <code className="rule-when">{rule.when}</code>
        {rule.description !== "" && <span className="t2">{rule.description}</span>}
        {problem !== null && <p className="field-error">{textOf(problem.wrong)}</p>}
      </td>
      <td>{text(`rules.effect.${rule.effect}`)}</td>
      <td className="num">
        {row.applied.toLocaleString("en-GB")}
        {suppressing > 0 && <span className="t3">{text("rules.suppressing", { count: suppressing })}</span>}
      </td>
      <td>
        <TestCell row={row} running={running} />
      </td>
    </tr>
  );
}

function TestCell({ row: { test, testedAt }, running }: Pick<RuleRowProps, "row" | "running">) {
  const now = useNow();
  if (running !== null) return <span>{text("rules.testRunning", { share: Math.round(100 * running.share) })}</span>;
  if (test === null || testedAt === null) return <span className="t3">{text("rules.untested")}</span>;
  return (
    <>
      {reductionText(test)}
      <span className="t3">{text("rules.testedAgo", { agoMs: Math.max(0, now - testedAt) })}</span>
    </>
  );
}

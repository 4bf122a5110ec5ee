import { becomesMessage } from "../../../shared/domain/changed-incident.ts";
import type { ChangedIncident, JudgedVerdict, RuleTest } from "../../../shared/domain/rule.ts";
import { text, textOf } from "../../../shared/strings/index.ts";
import { hrefOf, useZone } from "../../ui/index.ts";
import { percent } from "./ruleWords.ts";

/** What a test has found: figures without and with the rule, verdicts that it contradicts, incidents that it changes. */
export function RuleOutcome({ test }: { test: RuleTest }) {
  useZone();
  const { from, to, alerts, entries, complete, changed, changedCount, verdicts } = test;
  return (
    <div className="rule-outcome">
      <p className="t3">{text("rules.testSpan", { alerts, entries, fromAt: from, toAt: to })}</p>
      {!complete && <p className="t2">{text("rules.commandCut")}</p>}
      <Figures test={test} />
      {verdicts.length > 0 && <Verdicts verdicts={verdicts} />}
      <h4 className="label">{text("rules.commandChanged", { count: changedCount })}</h4>
      <ul className="rule-changed">
        {changed.map((incident) => (
          <ChangedRow key={incident.id} incident={incident} />
        ))}
      </ul>
      {changedCount > changed.length && (
        <p className="t3">{text("rules.moreChanged", { count: changedCount - changed.length })}</p>
      )}
    </div>
  );
}

const COUNTS = ["incidents", "suppressed", "wrongMerges", "missedMerges"] as const;

function Figures({ test: { before, after } }: { test: RuleTest }) {
  return (
    <table className="rule-figures">
      <thead>
        <tr>
          <td />
          <th scope="col">{text("rules.without")}</th>
          <th scope="col">{text("rules.with")}</th>
        </tr>
      </thead>
      <tbody>
        {COUNTS.map((name) => (
          <tr key={name}>
            <th scope="row">{text(`rules.row.${name}`)}</th>
            <td>{before[name].toLocaleString("en-GB")}</td>
            <td className={before[name] === after[name] ? "" : "is-other"}>{after[name].toLocaleString("en-GB")}</td>
          </tr>
        ))}
        <tr>
          <th scope="row">{text("rules.row.reduction")}</th>
          <td>{percent(before.reduction)}</td>
          <td className={before.reduction === after.reduction ? "" : "is-other"}>{percent(after.reduction)}</td>
        </tr>
      </tbody>
    </table>
  );
}

function Verdicts({ verdicts }: { verdicts: readonly JudgedVerdict[] }) {
  return (
    <ul className="rule-changed" aria-label={text("rules.verdicts")}>
      {verdicts.map(({ kind, incidentId, by, at, before, after }) => (
        <li key={`${incidentId} ${kind} ${at}`}>
          <a href={hrefOf({ surface: "incident", id: incidentId })}>{incidentId}</a>{" "}
          {text(`rules.verdict.${kind}`, { by, saidAt: at })}{" "}
          <b>{text(after ? (before ? "rules.verdict.still" : "rules.verdict.now") : "rules.verdict.agrees")}</b>
        </li>
      ))}
    </ul>
  );
}

function ChangedRow({ incident }: { incident: ChangedIncident }) {
  return (
    <li>
      <a href={hrefOf({ surface: "incident", id: incident.id })}>{incident.id}</a> {incident.headline}
      <span className="t2">{textOf(becomesMessage(incident))}</span>
    </li>
  );
}

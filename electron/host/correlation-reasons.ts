import type { AlertReasons, IncidentReasons, ReasonBook } from "../engine/analysis/explain/reasons/book.ts";
import type { Evidence } from "../engine/analysis/explain/reasons/evidence.ts";
import type { Regrouping } from "../engine/analysis/explain/reasons/history.ts";
import type { Naming } from "../engine/analysis/explain/reasons/membership.ts";
import { type CorrelationResult, writeLines } from "./correlation-result.ts";

/** Writes what the decisions rest on, a JSON object a line: of incidents that are left, of their alerts, of what was put aside, and the history. */
export function writeReasons(file: string, book: ReasonBook, result: CorrelationResult, nameOf: Naming): void {
  const firsts = result.firstAlerts();
  const used = new Set([...firsts.values()].map(({ group }) => group));
  const alerts = [...book.alerts].filter(([firing, { group }]) => firsts.get(firing)?.group === group);
  const lines: (() => object)[] = [
    ...[...book.incidents.values()]
      .filter(({ group }) => used.has(group))
      .map((each) => () => incidentLine(each, nameOf)),
    ...alerts.map(
      ([firing, each]) =>
        () =>
          alertLine(firsts.get(firing)!.id, each, nameOf),
    ),
    ...[...book.asides.values()].map(({ group, evidence }) => () => ({
      kind: "aside",
      group: nameOfGroup(group),
      evidence,
    })),
    ...book.history.map((each) => () => historyLine(each)),
  ];
  writeLines(file, lines.length, (index) => JSON.stringify(lines[index]!()));
}

const nameOfGroup = (group: number): string => `g${group}`;

const incidentLine = ({ group, at, candidates, decides, change }: IncidentReasons, nameOf: Naming): object => ({
  kind: "incident",
  group: nameOfGroup(group),
  at,
  candidates: candidates.map(({ root, startedAt, score, probability, evidence }) => ({
    root: nameOf(root),
    startedAt,
    probability,
    score: rounded(score),
    evidence: evidence.map(short),
  })),
  decides: decides.map(({ code, nats }) => ({ code, nats: rounded(nats) })),
  ...(change === undefined ? {} : { change: { id: change.id, evidence: change.evidence.map(short) } }),
});

const alertLine = (id: string, { group, at, root, path, fit, evidence }: AlertReasons, nameOf: Naming): object => ({
  kind: "alert",
  id,
  group: nameOfGroup(group),
  at,
  root: nameOf(root),
  path: path.map(nameOf),
  fit: rounded(fit),
  evidence: evidence.map(short),
});

function historyLine({ kind, at, from, to, alerts, gain }: Regrouping): object {
  const groups = {
    ...(from === undefined ? {} : { from: nameOfGroup(from) }),
    ...(to === undefined ? {} : { to: nameOfGroup(to) }),
  };
  const evidence: Evidence = { code: `regrouped.${kind}`, params: { ...groups, count: alerts.length }, nats: gain };
  return { kind: "history", at, event: kind, ...groups, alerts: alerts.length, evidence: [short(evidence)] };
}

const short = (evidence: Evidence): Evidence => ({ ...evidence, nats: rounded(evidence.nats) });

const rounded = (value: number): number => Math.round(value * 1_000) / 1_000;

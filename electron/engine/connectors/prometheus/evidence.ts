import type { ConnectorIo, EvidenceRequest, EvidenceSeries, Result } from "../connector.ts";
import type { ServerSettings } from "../server.ts";
import { type AlertingRule, askApi, MatrixAnswer } from "./answers.ts";
import { fetchRules, handleOf } from "./alerts.ts";
import { conditionOf, narrowed } from "./expression.ts";
import { unitOf } from "./units.ts";

/** Prometheus refuses more points than 11,000 in a series. */
const MAXIMUM_POINTS = 10_999;
const MAXIMUM_SERIES = 8;
const MINIMUM_STEP_MS = 1_000;
/** What masking leaves in the place of a personal value: no label of the server's has it. */
const PSEUDONYM = /<[a-z-]+:[a-z0-9]+:[0-9a-f]+>/;

/** The metric behind an alert: its rule's expression without the comparison, over the range asked for. */
export async function fetchEvidence(
  settings: ServerSettings,
  request: EvidenceRequest,
  io: ConnectorIo,
): Promise<Result<EvidenceSeries[]>> {
  const rules = await fetchRules(settings, io);
  if (!rules.ok) return rules;
  const rule = ruleOf(rules.value, request);
  if (rule === undefined) return { ok: true, value: [] };
  const { measured, threshold } = conditionOf(rule.query);
  const labels = ownLabels(rule, request);
  const query = new URLSearchParams({ query: narrowed(measured, labels), ...rangeOf(request) });
  const answer = await askApi(settings, `query_range?${query}`, MatrixAnswer, io);
  if (!answer.ok) return answer;
  const matching = answer.value.result.filter(({ metric }) => agrees(metric, labels)).slice(0, MAXIMUM_SERIES);
  const unit = unitOf(measured);
  return {
    ok: true,
    value: matching.map(({ metric, values }) => ({
      label: nameOf(metric, measured),
      unit,
      threshold,
      points: values.map(toPoint),
    })),
  };
}

/** The rule that has this alert now; else the one of its name whose own labels fit best. */
function ruleOf(rules: AlertingRule[], request: EvidenceRequest): AlertingRule | undefined {
  const named = rules.filter((rule) => rule.name === request.name);
  const holding = named.find((rule) => rule.alerts.some((alert) => handleOf(alert.labels) === request.handle));
  return holding ?? named.find((rule) => agrees(rule.labels, request.labels)) ?? named[0];
}

/** Labels that the measured series can have: as the server has them now, else the stored ones that were not masked. */
function ownLabels(rule: AlertingRule, request: EvidenceRequest): Record<string, string> {
  const live = rule.alerts.find((alert) => handleOf(alert.labels) === request.handle)?.labels;
  const entries = Object.entries(live ?? request.labels).filter(
    ([name, value]) => name !== "alertname" && !(name in rule.labels) && (live !== undefined || !PSEUDONYM.test(value)),
  );
  return Object.fromEntries(entries);
}

/** No label of the same name with another value. */
const agrees = (metric: Record<string, string>, labels: Record<string, string>): boolean =>
  Object.entries(metric).every(([name, value]) => labels[name] === undefined || labels[name] === value);

function rangeOf({ from, to, stepMs }: EvidenceRequest): { start: string; end: string; step: string } {
  const step = Math.max(stepMs, MINIMUM_STEP_MS, Math.ceil((to - from) / MAXIMUM_POINTS));
  return { start: String(from / 1000), end: String(to / 1000), step: String(step / 1000) };
}

function toPoint([seconds, value]: [number, string]): [number, number | null] {
  const number = Number(value);
  return [Math.round(seconds * 1000), Number.isFinite(number) ? number : null];
}

function nameOf({ __name__: name, ...labels }: Record<string, string>, measured: string): string {
  const instance = labels.instance ?? labels.service ?? labels.job ?? labels.pod;
  const base = name ?? measured.slice(0, 80);
  return instance === undefined ? base : `${base} · ${instance}`;
}

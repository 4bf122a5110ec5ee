import type { AlertReport } from "../../../../shared/domain/event.ts";
import { text } from "../../../../shared/strings/index.ts";
import type { ConnectorIo, Result } from "../connector.ts";
import { countReason, type Reasons } from "../reasons.ts";
import { fingerprintOf } from "../fingerprint.ts";
import { mapSeverity } from "../severity.ts";
import type { ServerSettings } from "../server.ts";
import { type ActiveAlert, AlertsAnswer, type AlertingRule, askApi, RulesAnswer } from "./answers.ts";

export type FiringAlerts = { reports: AlertReport[]; ignored: Reasons };

/**
 * The alerts that fire now. `/rules` is asked first because only it knows the rule behind an alert;
 * a server that has no rules, such as one that evaluates elsewhere, is asked for `/alerts`.
 */
export async function fetchFiring(settings: ServerSettings, io: ConnectorIo): Promise<Result<FiringAlerts>> {
  const rules = await fetchRules(settings, io);
  if (rules.ok) return { ok: true, value: toReports(rules.value.flatMap((rule) => rule.alerts)) };
  const { kind } = rules.failure;
  if (kind !== "misconfigured" && kind !== "refused" && kind !== "malformed") return rules;
  const answer = await askApi(settings, "alerts", AlertsAnswer, io);
  return answer.ok ? { ok: true, value: toReports(answer.value.alerts ?? []) } : answer;
}

export async function fetchRules(settings: ServerSettings, io: ConnectorIo): Promise<Result<AlertingRule[]>> {
  const answer = await askApi(settings, "rules?type=alert", RulesAnswer, io);
  if (!answer.ok) return answer;
  const rules = (answer.value.groups ?? []).flatMap((group) => group.rules);
  return { ok: true, value: rules.filter((rule) => rule.type === "alerting") };
}

/** A pending alert is not yet true: it is left out and counted. */
function toReports(alerts: ActiveAlert[]): FiringAlerts {
  const ignored: Reasons = {};
  const reports: AlertReport[] = [];
  for (const alert of alerts) {
    if (alert.state === "firing") reports.push(toReport(alert, ignored));
    else countReason(ignored, alert.state === "pending" ? "ignored.pending" : "ignored.unknownState");
  }
  return { reports, ignored };
}

function toReport({ labels, annotations, activeAt }: ActiveAlert, ignored: Reasons): AlertReport {
  const { alertname: name = text("failure.unnamedAlert"), ...rest } = labels;
  const { severity, known } = mapSeverity(labels.severity);
  if (!known) countReason(ignored, "ignored.unknownSeverity");
  const { description } = annotations;
  return {
    kind: "alert",
    handle: handleOf(labels),
    name,
    state: "firing",
    severity,
    labels: rest,
    summary: annotations.summary ?? annotations.message ?? name,
    ...(description === undefined ? {} : { description }),
    at: Date.parse(activeAt),
    mutings: [],
    entity: [],
  };
}

/** Prometheus has no ids: the fingerprint of all labels is as good, and stable. */
export const handleOf = (labels: Record<string, string>): string => fingerprintOf(Object.keys(labels), labels);

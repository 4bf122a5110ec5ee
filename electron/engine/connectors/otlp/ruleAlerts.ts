import { z } from "zod";
import type { AlertReport } from "../../../../shared/domain/event.ts";
import type { Severity } from "../../../../shared/domain/severity.ts";
import { serviceHint } from "./service.ts";

/** An alert that a rule raised and that holds. `lastAt` is when its condition was last seen to hold, by our clock. */
export type RuleAlert = {
  rule: string;
  service: string;
  severity: Severity;
  startedAt: number;
  lastAt: number;
  summary: string;
};

const MAXIMUM_ALERTS = 2_000;
const Kept = z.object({ at: z.number(), alerts: z.array(z.tuple([z.string(), z.string(), z.number(), z.number()])) });

/** The alerts of rules that hold now, by rule and service. */
export interface RuleAlerts {
  /** The report of an alert that is new. `known`: it holds already; `full`: there is no room for it. */
  raise(alert: Omit<RuleAlert, "startedAt">): AlertReport | "known" | "full";
  drop(rule: string, service: string): void;
  /** Drops what `ended` says. */
  sweep(ended: (alert: RuleAlert) => boolean): void;
  reports(): AlertReport[];
  /** Rule, service and times only: what is read back is masked. */
  toCursor(now: number): string;
}

/** `describe` gives severity and summary of an alert that a cursor brought back; undefined when its rule is gone. */
export function createRuleAlerts(
  cursor: string | undefined,
  describe: (rule: string, service: string) => Pick<RuleAlert, "severity" | "summary"> | undefined,
): RuleAlerts {
  const alerts = new Map<string, RuleAlert>();
  for (const [rule, service, startedAt, lastAt] of readCursor(cursor)) {
    const description = describe(rule, service);
    if (description !== undefined)
      alerts.set(handleOf(rule, service), { rule, service, startedAt, lastAt, ...description });
  }

  return {
    raise(alert) {
      const handle = handleOf(alert.rule, alert.service);
      const known = alerts.get(handle);
      if (known !== undefined) {
        known.lastAt = alert.lastAt;
        return "known";
      }
      if (alerts.size >= MAXIMUM_ALERTS) return "full";
      const raised = { ...alert, startedAt: alert.lastAt };
      alerts.set(handle, raised);
      return toReport(raised);
    },
    drop: (rule, service) => void alerts.delete(handleOf(rule, service)),
    sweep(ended) {
      for (const [handle, alert] of alerts) if (ended(alert)) alerts.delete(handle);
    },
    reports: () => [...alerts.values()].map(toReport),
    toCursor: (at) =>
      JSON.stringify({
        at,
        alerts: [...alerts.values()].map(({ rule, service, startedAt, lastAt }) => [rule, service, startedAt, lastAt]),
      }),
  };
}

const handleOf = (rule: string, service: string): string => `${rule}/${service}`;

function toReport({ rule, service, severity, startedAt, summary }: RuleAlert): AlertReport {
  return {
    kind: "alert",
    handle: handleOf(rule, service),
    name: rule,
    state: "firing",
    severity,
    labels: { "service.name": service },
    summary,
    at: startedAt,
    mutings: [],
    entity: [serviceHint(service)],
  };
}

function readCursor(cursor: string | undefined): z.infer<typeof Kept>["alerts"] {
  if (cursor === undefined) return [];
  try {
    return Kept.safeParse(JSON.parse(cursor)).data?.alerts ?? [];
  } catch {
    return []; // a cursor of another version: rules find what still holds
  }
}

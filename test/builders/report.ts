import type { AlertReport } from "../../shared/domain/event.ts";

/** A firing alert as Prometheus reports it, with labels as its only names. */
export function anAlertReport(more: Partial<AlertReport> = {}): AlertReport {
  const labels = more.labels ?? { service: "checkout-api", severity: "critical" };
  return {
    kind: "alert",
    handle: JSON.stringify([more.name ?? "HighLatency", labels]),
    name: "HighLatency",
    state: "firing",
    severity: "critical",
    summary: "p99 latency above 2 s",
    at: 1_700_000_000_000,
    mutings: [],
    entity: [],
    ...more,
    labels,
  };
}

import type { EvidenceRequest, EvidenceSeries } from "../connector.ts";
import { text } from "../../../../shared/strings/index.ts";
import type { OtlpConfig } from "./config.ts";
import type { Statistics } from "./statistics.ts";

/** Share of failed requests, latency and rate of the service that an alert is about, per minute. */
export function evidenceOf(config: OtlpConfig, statistics: Statistics, request: EvidenceRequest): EvidenceSeries[] {
  const service = request.labels["service.name"];
  if (service === undefined) return [];
  const minutes = statistics.series(service, request.from, request.to);
  if (minutes.length === 0) return [];
  const rule = config.spanRules.find(({ name }) => name === request.name);
  const alias = { namespace: "service.name", value: service };
  const series = (
    label: string,
    unit: string,
    threshold: number | null,
    valueOf: (minute: (typeof minutes)[number]) => number | null,
  ) => ({
    label,
    unit,
    alias,
    threshold,
    points: minutes.map((minute): [number, number | null] => [minute.at, valueOf(minute)]),
  });
  const share = rule?.errorShare === undefined ? null : rule.errorShare * 100;
  return [
    series(text("settings.otlp.errorSeries"), "%", share, ({ failures, requests }) => (failures / requests) * 100),
    series(text("settings.otlp.latencySeries"), "ms", rule?.latencyMs ?? null, ({ p95Ms }) => p95Ms),
    series(text("settings.otlp.requestSeries"), "/min", null, ({ requests }) => requests),
  ];
}

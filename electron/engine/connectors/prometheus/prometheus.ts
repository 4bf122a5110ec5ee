import { z } from "zod";
import { text } from "../../../../shared/strings/index.ts";
import type { Connector } from "../connector.ts";
import { countReason } from "../reasons.ts";
import { checkAuth, serverFields } from "../server.ts";
import { fetchFiring } from "./alerts.ts";
import { fetchEvidence } from "./evidence.ts";
import { factsOf } from "./facts.ts";

const Config = z
  .strictObject({
    ...serverFields,
    externalLabels: z
      .array(z.string().min(1))
      .default([])
      .meta({ title: text("settings.externalLabels"), description: text("settings.externalLabels.help") }),
  })
  .superRefine(checkAuth);
export type PrometheusConfig = z.output<typeof Config>;

/** Polls the alerts that fire and reads the metrics behind them. Prometheus cannot acknowledge: its Alertmanager does. */
export const prometheus: Connector<PrometheusConfig> = {
  kind: "prometheus",
  title: "Prometheus",
  gives: ["alerts", "metrics"],
  config: Config,
  intervalMs: (config) => config.intervalSeconds * 1000,

  async test(config, io) {
    const firing = await fetchFiring(config, io);
    if (!firing.ok) return { ok: false, about: null, alerts: null, failure: firing.failure };
    const { facts } = await factsOf(config, undefined, io);
    return { ok: true, about: facts.about, alerts: firing.value.reports.length, failure: null };
  },

  async poll(config, cursor, io) {
    const firing = await fetchFiring(config, io);
    if (!firing.ok) return firing;
    const { facts, fresh } = await factsOf(config, cursor, io);
    const { reports, ignored } = firing.value;
    if (fresh && facts.hidden) countReason(ignored, "ignored.externalLabelsHidden");
    const externalLabels = [...new Set([...facts.externalLabels, ...config.externalLabels])];
    return {
      ok: true,
      value: { kind: "snapshot", reports, ignored, cursor: JSON.stringify(facts), about: facts.about, externalLabels },
    };
  },

  evidence: fetchEvidence,
};

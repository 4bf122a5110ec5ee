import { z } from "zod";
import { text } from "../../../../shared/strings/index.ts";
import type { Connector } from "../connector.ts";
import { countReason, type Reasons } from "../reasons.ts";
import { checkAuth, serverFields } from "../server.ts";
import { fetchFiring } from "./alerts.ts";
import { fetchEvidence } from "./evidence.ts";
import { factsOf } from "./facts.ts";
import { failingWatch, fetchWatched } from "./watch.ts";
import { checkTwice, WatchEntry, watchedOf } from "./watchEntry.ts";

const Config = z
  .strictObject({
    ...serverFields,
    externalLabels: z
      .array(z.string().min(1))
      .default([])
      .meta({ title: text("settings.externalLabels"), description: text("settings.externalLabels.help") }),
    watch: z
      .array(WatchEntry)
      .max(50)
      .superRefine(checkTwice)
      .default([])
      .meta({ title: text("settings.watch"), description: text("settings.watch.help") }),
    watchStepSeconds: z
      .int()
      .min(5)
      .max(3_600)
      .default(30)
      .meta({ title: text("settings.watchStepSeconds"), description: text("settings.watchStepSeconds.help") }),
  })
  .superRefine(checkAuth);
export type PrometheusConfig = z.output<typeof Config>;

/** Polls the alerts that fire and what is watched, and reads the metrics behind alerts. Prometheus cannot acknowledge: its Alertmanager does. */
export const prometheus: Connector<PrometheusConfig> = {
  kind: "prometheus",
  title: "Prometheus",
  gives: ["alerts", "metrics"],
  config: Config,
  intervalMs: (config) => config.intervalSeconds * 1000,

  async test(config, io) {
    const firing = await fetchFiring(config, io);
    if (!firing.ok) return { ok: false, about: null, alerts: null, failure: firing.failure };
    const failure = await failingWatch(watchedBy(config), io);
    if (failure !== undefined) return { ok: false, about: null, alerts: null, failure };
    const { facts } = await factsOf(config, undefined, io);
    return { ok: true, about: facts.about, alerts: firing.value.reports.length, failure: null };
  },

  async poll(config, cursor, io) {
    const firing = await fetchFiring(config, io);
    if (!firing.ok) return firing;
    const { facts, fresh } = await factsOf(config, cursor, io);
    const { reports, ignored } = firing.value;
    if (fresh && facts.hidden) countReason(ignored, "ignored.externalLabelsHidden");
    const { reports: values, ignored: leftOut, ...told } = await fetchWatched(watchedBy(config), cursor, io);
    const externalLabels = [...new Set([...facts.externalLabels, ...config.externalLabels])];
    return {
      ok: true,
      value: {
        kind: "snapshot",
        reports: [...reports, ...values],
        ignored: added(ignored, leftOut),
        cursor: JSON.stringify({ ...facts, ...told }),
        about: facts.about,
        externalLabels,
      },
    };
  },

  evidence: fetchEvidence,
};

const watchedBy = (config: PrometheusConfig) => ({ ...config, watch: config.watch.map(watchedOf) });

function added(some: Reasons, others: Reasons): Reasons {
  const sum = { ...some };
  for (const [reason, count] of Object.entries(others)) sum[reason] = (sum[reason] ?? 0) + count;
  return sum;
}

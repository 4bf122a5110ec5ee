import type { EngineMetrics } from "../../electron/engine/listener/metrics.ts";

/** Figures of an engine that does nothing. */
export const someMetrics = (changes: Partial<EngineMetrics> = {}): EngineMetrics => ({
  sources: [],
  queueDepth: 0,
  transactions: { upToMs: [1, 5, 20], counts: [0, 0, 0], count: 0, sumMs: 0 },
  checkpointWaits: { count: 0, sumMs: 0 },
  databaseBytes: 4096,
  workerRestarts: 0,
  analysisLag: 0,
  outbox: {},
  activeAlerts: 0,
  openIncidents: 0,
  problems: [],
  ...changes,
});

import type { IngestStats } from "./ingest/protocol.ts";
import type { EngineMetrics } from "./listener/metrics.ts";
import type { ReadableDb } from "./store/database.ts";
import { databaseFacts } from "./store/read-facts.ts";
import { openIncidents, outboxByState } from "./store/read-metrics.ts";
import { listSources } from "./store/read-sources.ts";
import { listScopes } from "./store/scopes.ts";

/** The engine about itself, for `/metrics` and `/healthz`: of all scopes, because it is about the engine, not about what it watches. */
export function readMetrics(
  db: ReadableDb,
  stats: IngestStats,
  now: number,
): Omit<EngineMetrics, "workerRestarts" | "problems"> {
  const sources = listSources(db, listScopes(db), now).map(({ id, kind, eventsIn, ignored, lagMs, state }) => ({
    id,
    kind,
    eventsIn,
    ignored,
    lagMs,
    stale: state === "stale",
  }));
  return {
    sources,
    queueDepth: stats.queueDepth,
    transactions: stats.transactions,
    checkpointWaits: stats.checkpointWaits,
    databaseBytes: databaseFacts(db).databaseBytes,
    analysisLag: stats.analysisLag,
    outbox: outboxByState(db),
    activeAlerts: stats.activeAlerts,
    openIncidents: openIncidents(db),
  };
}

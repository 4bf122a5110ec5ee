import type { ReadableDb } from "../store/database.ts";
import { logHead } from "../store/event-log.ts";
import type { AnalysisLink } from "./analysis-link.ts";
import type { Intake } from "./intake.ts";
import type { Housekeeping } from "./housekeeping.ts";
import type { IngestStats } from "./protocol.ts";
import type { WriteQueue } from "./write-queue.ts";

export type StatisticsParts = {
  db: ReadableDb;
  queue: WriteQueue;
  intake: Intake;
  analysis: Pick<AnalysisLink, "appliedUpTo" | "quarantined">;
  housekeeping: Pick<Housekeeping, "waits">;
};

/** The figures of the thread as they are now. */
export function statisticsOf({ db, queue, intake, analysis, housekeeping }: StatisticsParts): IngestStats {
  const times = Float64Array.from(queue.recentTimes).sort();
  const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? 0;
  return {
    queueDepth: queue.depth,
    transactions: queue.histogram(),
    checkpointWaits: housekeeping.waits,
    transactionP50Ms: at(0.5),
    transactionP99Ms: at(0.99),
    activeAlerts: intake.state.alerts.size,
    analysisLag: Math.max(0, logHead(db).position - analysis.appliedUpTo),
    quarantined: analysis.quarantined,
  };
}

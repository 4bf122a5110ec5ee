import type { SearchHit } from "../../../shared/contract/search.ts";
import type { Scopes } from "../../../shared/domain/scope.ts";
import type { Timeline } from "../../../shared/domain/timeline.ts";
import type { KeptLines, WatchedSeries } from "../../../shared/contract/findings.ts";
import type { PackedTopology } from "../../../shared/domain/topology-columns.ts";
import { type AuditVerdict, verifyAudit } from "./audit.ts";
import type { ReadableDb } from "./database.ts";
import { type AlertRate, alertRate, type RateQuery } from "./read-alert-counts.ts";
import { type AlertPage, type AlertQuery, listAlerts } from "./read-alerts.ts";
import { type FindingPage, type FindingQuery, listFindings, type SeriesQuery, watchedSeries } from "./read-findings.ts";
import { type CapacityPage, type CapacityQuery, listCapacity } from "./read-capacity.ts";
import { listPatterns, type PatternPage, type PatternQuery } from "./read-patterns.ts";
import { keptLines, type LinesQuery } from "./read-kept-lines.ts";
import { findText, type TextQuery } from "./read-search.ts";
import { incidentTimeline, type TimelineQuery } from "./read-timeline.ts";
import { type SimilarIncidents, similarIncidents } from "./read-similar.ts";
import { getTopology, type TopologyQuery } from "./read-topology.ts";

/** Reads that may take longer than the 20 ms of the api thread: the reader worker runs them. */
export type LongReads = {
  findText: { input: TextQuery; output: SearchHit[] };
  listAlerts: { input: AlertQuery; output: AlertPage };
  alertRate: { input: RateQuery & { now: number }; output: AlertRate };
  incidentTimeline: { input: TimelineQuery; output: Timeline | undefined };
  similarIncidents: { input: { id: string; limit: number }; output: SimilarIncidents | undefined };
  getTopology: { input: TopologyQuery; output: PackedTopology | undefined };
  watchedSeries: { input: SeriesQuery; output: WatchedSeries | undefined };
  listFindings: { input: FindingQuery; output: FindingPage };
  listCapacity: { input: CapacityQuery; output: CapacityPage };
  listPatterns: { input: PatternQuery; output: PatternPage };
  keptLines: { input: LinesQuery; output: KeptLines | undefined };
  /** Of the whole chain, whatever the scopes: it has only one. */
  verifyAudit: { input: null; output: AuditVerdict };
};

export type LongReadName = keyof LongReads;

export const longReads: {
  [K in LongReadName]: (db: ReadableDb, scopes: Scopes, input: LongReads[K]["input"]) => LongReads[K]["output"];
} = {
  findText,
  listAlerts,
  alertRate,
  incidentTimeline,
  similarIncidents,
  getTopology,
  watchedSeries,
  listFindings,
  listCapacity,
  listPatterns,
  keptLines,
  verifyAudit: (db) => verifyAudit(db),
};

/** Asks the reader worker for one of them. */
export type LongRead = <K extends LongReadName>(
  name: K,
  scopes: Scopes,
  input: LongReads[K]["input"],
) => Promise<LongReads[K]["output"]>;

import type { Fingerprint } from "./alert.ts";
import type { FindingSeen, LogPattern, SeriesPoint } from "./finding.ts";
import type { ForecastMade } from "./forecast.ts";
import type { Cause, GroupingReason, IncidentId, SuspectChange } from "./incident.ts";
import type { Message } from "./message.ts";
import type { Position } from "./position.ts";
import type { Scope } from "./scope.ts";
import type { Severity } from "./severity.ts";

/** Why one alert joined: data for "why together?". */
export type JoinReason = { code: string; params: Record<string, string | number>; weight: number };

/** What analysis proposes and incidents apply. All times come from the log. */
export type Proposal =
  | { kind: "open"; incidentId: IncidentId; scope: Scope; startedAt: number; openedAt: number }
  | { kind: "join"; incidentId: IncidentId; fingerprint: Fingerprint; at: number; reasons: JoinReason[] }
  | { kind: "merge"; incidentId: IncidentId; absorbed: IncidentId; at: number; reasons: JoinReason[] }
  /** An operator takes back the merge: the incident is there again, and its alerts join it after this. */
  | { kind: "restore"; incidentId: IncidentId; from: IncidentId; at: number }
  | {
      kind: "assess";
      incidentId: IncidentId;
      at: number;
      severity: Severity;
      headline: Message;
      causes: Cause[];
      changes: SuspectChange[];
      grouping: GroupingReason[];
      model: string;
    }
  /** A rule keeps an active alert out of incidents; `release` when it no longer does, or when the alert has ended. */
  | { kind: "suppress"; scope: Scope; fingerprint: Fingerprint; ruleId: string; at: number }
  | { kind: "release"; scope: Scope; fingerprint: Fingerprint; at: number }
  | { kind: "resolve"; incidentId: IncidentId; at: number }
  | { kind: "reopen"; incidentId: IncidentId; at: number }
  /** A finding as it stands now: begun, worse, or over. */
  | { kind: "finding"; finding: FindingSeen }
  /** What is forecast of a series with a limit from here on, or that nothing is any more. */
  | { kind: "forecast"; forecast: ForecastMade }
  | { kind: "no-forecast"; scope: Scope; seriesId: string };

/** A proposal with the log position that caused it and its number among those of that position. */
export type NumberedProposal = { position: Position; ordinal: number; proposal: Proposal };

/** A row of the analysis state that changed; `value: null` deletes it. Written with the proposals, so a restart goes on from there. */
export type StateRow = { key: string; value: string | null };

/** A point of a series for its chart. */
export type ChartPoint = SeriesPoint & { scope: Scope; seriesId: string };

/** A part of what anomalies and patterns are found by, as it stood at a position; `state: null` when there is no such part any more. */
export type Checkpoint = { key: string; position: Position; state: Uint8Array | null };

/** What comes with a step beside its proposals. Written again it changes nothing. */
export type Observations = {
  points: ChartPoint[];
  patterns: LogPattern[];
  /** Patterns that became part of another, or were let go. */
  gone: { scope: Scope; id: string }[];
  checkpoints: Checkpoint[];
};

/** What analysis hands to the ingest thread: applied whole, in one transaction, or not at all. */
export type AnalysisStep = {
  after: Position;
  upTo: Position;
  proposals: NumberedProposal[];
  state: StateRow[];
  observations?: Observations;
};

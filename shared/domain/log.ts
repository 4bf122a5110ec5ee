import type { EntityId, EntityKind } from "./entity.ts";
import type { AlertState, EdgeOrigin, Labels } from "./event.ts";
import type { Fingerprint } from "./alert.ts";
import type { Position } from "./position.ts";
import type { Rule } from "./rule.ts";
import type { Scope } from "./scope.ts";
import type { SeriesLimit } from "./seriesLimit.ts";
import type { Severity } from "./severity.ts";
import type { Verdict } from "./verdict.ts";

/** What happened to an alert. A repeat is no transition and is not logged. */
export type AlertTransition = {
  kind: "alert";
  /** `muted` and `unmuted`: the source began or ceased to suppress it. */
  transition: "opened" | "changed" | "muted" | "unmuted" | "resolved";
  fingerprint: Fingerprint;
  entityId: EntityId;
  name: string;
  state: AlertState;
  severity: Severity;
  summary: string;
  labels: Labels;
  /** Begin of this life of the alert, by the source's clock. */
  startedAt: number;
  /** The alert's version after this transition. */
  version: number;
};

export type ChangeSeen = {
  kind: "change";
  changeId: string;
  entityId: EntityId;
  summary: string;
  by: string | null;
  endedAt: number | null;
};

/** An entity that is new, or whose name, place or kind is now another. */
export type EntitySeen = {
  kind: "entity";
  entityId: EntityId;
  entityKind: EntityKind;
  name: string;
  site: string | null;
  group: string | null;
};

/** Two entities turned out to be one: everything of `joined` belongs to `kept` from here on. */
export type EntitiesJoined = { kind: "join"; kept: EntityId; joined: EntityId };

/** Nothing has told of the entity for long: it no longer holds. The same id may be told of again; that is a new life. */
export type EntityRetired = { kind: "retired"; entityId: EntityId };

/** `from` depends on `to`; `present: false` when it no longer holds. */
export type EdgeSeen = {
  kind: "edge";
  from: EntityId;
  to: EntityId;
  origin: EdgeOrigin;
  confidence: number;
  present: boolean;
};

/** A value of a watched series. `at`: by the source's clock. */
export type Sample = { seriesId: string; entityId: EntityId; at: number; value: number };

/** Values of watched series of one source, for each series in the order of their times. */
export type SamplesSeen = { kind: "samples"; samples: Sample[] };

/** Values of series with a limit from before they were watched, in any order: forecasts alone learn from them. */
export type PastSamplesSeen = { kind: "past"; samples: Sample[] };

/** A watched series has this limit from here on; null when it has none any more. */
export type LimitSet = { kind: "limit"; seriesId: string; entityId: EntityId; limit: SeriesLimit | null };

/** A log line, masked. */
export type Line = { entityId: EntityId; at: number; text: string };

/** Log lines of one source, oldest first. */
export type LinesSeen = { kind: "lines"; lines: Line[] };

/** Time passes. Analysis knows no other clock. */
export type Tick = { kind: "tick" };

/** What an operator decided, and changes of configuration: they change the outcome, so they are in the log. */
export type OperatorActed = {
  kind: "operator";
  action: "acknowledge" | "undo" | "note" | "owner" | "settle" | "not-an-anomaly" | "an-anomaly";
  by: string;
  subject: string;
  text: string;
};

/** An operator's verdict on what analysis found, given or taken back. */
export type VerdictLogged = {
  kind: "verdict";
  verdictId: string;
  act: "given" | "taken-back";
  by: string;
  verdict: Verdict;
};
/** A rule is this from here on; null when it is gone. Only one that is enabled does anything. */
export type RuleLogged = { kind: "rule"; ruleId: string; rule: Rule | null; by: string };
export type ConfigurationChanged = { kind: "configuration"; what: string; detail: string };

export type LogBody =
  | AlertTransition
  | ChangeSeen
  | EntitySeen
  | EntitiesJoined
  | EntityRetired
  | EdgeSeen
  | SamplesSeen
  | PastSamplesSeen
  | LimitSet
  | LinesSeen
  | Tick
  | OperatorActed
  | VerdictLogged
  | RuleLogged
  | ConfigurationChanged;

/** One entry of the event log. `at` is the source's clock, `receivedAt` ours: the only time that analysis may use for order. */
export type NewLogEntry = { scope: Scope; sourceId: string; at: number; receivedAt: number; body: LogBody };
export type LogEntry = NewLogEntry & { position: Position };

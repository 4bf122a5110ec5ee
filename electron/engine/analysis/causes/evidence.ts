import type { Reason } from "../../../../shared/domain/message.ts";
import { severityOf } from "../../../../shared/domain/severity.ts";
import type { Part } from "../correlation/part.ts";
import type { Candidate } from "./candidate.ts";
import { affectedDependency, type AffectedBy, type Reach, reachOf } from "./reach.ts";
import type { KnownChange } from "./recentChanges.ts";
import type { SignsAt } from "./signs.ts";
import { type Suspicion, suspicionOf } from "./suspicion.ts";
import type { Entity } from "../topology.ts";

/** What is asked of every candidate. Shares are in [0,1]. */
export type Evidence = {
  candidate: Candidate;
  reach: Reach;
  /** Affected entities besides the candidate. */
  others: number;
  /** Others that began to alert clearly later, and clearly earlier. */
  later: number;
  earlier: number;
  /** To the next one that began, when the candidate began first; else 0. */
  leadMs: number;
  /** Its share of the alerts of the entity with the most, on a logarithmic scale. */
  strength: number;
  explainedBy: { part: Part; hops: 1 | 2 } | undefined;
  suspicion: Suspicion | undefined;
  /** What was found at it around the time of the first alert. */
  signs: SignsAt | undefined;
};

/** Starts closer than this say nothing about order: tools look only every so often. */
const SAME_TIME_MS = 10_000;

export type Scene = {
  /** Affected entities by id. */
  parts: readonly Part[];
  affectedBy: AffectedBy;
  changes: readonly KnownChange[];
  signs: ReadonlyMap<Entity, SignsAt>;
  startedAt: number;
  /** First starts, ascending. */
  starts: readonly number[];
  mostAlerts: number;
};

export function evidenceOf(candidate: Candidate, scene: Scene): Evidence {
  const { entity, part } = candidate;
  const others = scene.parts.length - (part === null ? 0 : 1);
  const at = part?.first.at ?? 0;
  const laterIndex = part === null ? scene.starts.length : indexAfter(scene.starts, at + SAME_TIME_MS);
  const earlier = part === null ? 0 : indexAfter(scene.starts, at - SAME_TIME_MS - 1);
  const next = scene.starts[1];
  return {
    candidate,
    reach: reachOf(entity, scene.affectedBy),
    others,
    later: scene.starts.length - laterIndex,
    earlier,
    leadMs: part !== null && scene.starts[0] === at && next !== undefined ? next - at : 0,
    strength: part === null ? 0 : Math.log1p(part.alerts) / Math.log1p(scene.mostAlerts),
    explainedBy: affectedDependency(entity, scene.affectedBy),
    suspicion: suspicionOf(entity, scene.changes, scene.startedAt, scene.affectedBy),
    signs: scene.signs.get(entity),
  };
}

/** Index of the first element that is greater. */
function indexAfter(ascending: readonly number[], value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

const share = (part: number, whole: number): number => (whole === 0 ? 0 : Math.round((100 * part) / whole) / 100);

const reason = (supports: boolean, code: string, weight: number, params: Reason["params"]): Reason => ({
  code: `reason.${code}`,
  params,
  supports,
  weight: Math.min(1, Math.round(weight * 100) / 100),
});

/** What speaks for a candidate and what against it, the weightiest first. */
export function reasonsOf(evidence: Evidence): Reason[] {
  const all = [
    ...dependencyReasons(evidence),
    ...timeReasons(evidence),
    ...alertReasons(evidence),
    ...changeReasons(evidence),
    ...signReasons(evidence),
  ];
  return all.sort((left, right) => right.weight - left.weight);
}

function dependencyReasons({ reach, others, explainedBy, candidate }: Evidence): Reason[] {
  const reasons: Reason[] = [];
  const coverage = share(reach.affected, others);
  if (reach.affected > 0) reasons.push(reason(true, "dependents", coverage, { count: reach.affected, total: others }));
  else if (others > 0) reasons.push(reason(false, "noDependents", 0.4, { total: others }));
  const healthy = reach.directDependents - reach.directAffected;
  if (others > 0 && healthy > 0) {
    const weight = 0.5 * share(healthy, reach.directDependents);
    reasons.push(reason(false, "healthyDependents", weight, { count: healthy, total: reach.directDependents }));
  }
  if (explainedBy !== undefined) {
    const code = candidate.part === null ? "silentUpstream" : "affectedDependency";
    reasons.push(reason(false, code, explainedBy.hops === 1 ? 0.7 : 0.4, { other: explainedBy.part.entity.name }));
  }
  return reasons;
}

function timeReasons({ later, earlier, others, leadMs }: Evidence): Reason[] {
  if (others === 0) return [];
  const reasons: Reason[] = [];
  if (leadMs >= SAME_TIME_MS) reasons.push(reason(true, "startedFirst", 0.6, { leadMs }));
  else if (later > earlier)
    reasons.push(reason(true, "startedBefore", 0.6 * share(later, others), { count: later, total: others }));
  if (earlier > later)
    reasons.push(reason(false, "startedAfter", 0.6 * share(earlier, others), { count: earlier, total: others }));
  return reasons;
}

function alertReasons({ candidate: { part } }: Evidence): Reason[] {
  if (part === null) return [reason(false, "silent", 0.4, {})];
  const params = { severity: severityOf(part.worst.rank), count: part.alerts };
  return [reason(part.worst.rank >= 3, part.worst.rank >= 3 ? "severe" : "mild", 0.1 + 0.05 * part.worst.rank, params)];
}

const CHANGE_CODES = { itself: "changed", dependent: "dependentChanged", dependency: "dependencyChanged" } as const;

function changeReasons({ suspicion }: Evidence): Reason[] {
  if (suspicion === undefined) return [];
  const { change, relation, fit } = suspicion;
  return [
    reason(true, CHANGE_CODES[relation], fit, {
      summary: change.summary,
      other: change.entity.name,
      changedAt: change.at,
    }),
  ];
}

/** Anomalies and news of logs: a hint beside alerts, so their weight is small; earlier than the first alert they say more. */
function signReasons({ signs }: Evidence): Reason[] {
  if (signs === undefined) return [];
  const { metrics, logs, firstAt, isBefore } = signs;
  const weight = isBefore ? 0.3 : 0.15;
  const params = { foundAt: firstAt };
  return [
    ...(metrics === 0
      ? []
      : [reason(true, isBefore ? "anomalyBefore" : "anomaly", weight, { ...params, count: metrics })]),
    ...(logs === 0 ? [] : [reason(true, isBefore ? "logNewsBefore" : "logNews", weight, { ...params, count: logs })]),
  ];
}

export { share };

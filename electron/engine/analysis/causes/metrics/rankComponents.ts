import { evidenceOf, isSymptom, type Deviation, type Measurements } from "./evidence.ts";
import { meaningOf, type MetricKind } from "./metricKind.ts";

/** A window in which something was wrong, and what was measured. */
export type FaultCase = {
  candidates: readonly string[];
  /** [from, to]: `from` depends on `to` */
  dependencies: readonly (readonly [from: string, to: string])[];
  /** Where the fault was noticed, and at which metric. */
  target: { component: string; metric: string } | undefined;
  measurements: Measurements;
};

/** Why a component is, or is not, the cause. */
export type Reason =
  | { kind: "deviates"; metric: string; spreads: number }
  | { kind: "explainedBy"; metric: string; dependency: string; spreads: number }
  | { kind: "noPathFromTarget" }
  | { kind: "addressOnly" };

export type RankedComponent = { component: string; probability: number; score: number; reasons: Reason[] };

export type Ranking = {
  /** The most probable first. */
  ranked: RankedComponent[];
  /** That the cause is none of these, or cannot be told. */
  unknown: number;
};

/** Of the symptom of a component that its worst dependency shows too, so much is explained by it. */
const EXPLAINED = 0.8;
/** A symptom that is wholly explained still counts a little: the dependency may suffer from its caller. */
const LEAST_LEFT = 0.1;
/** A second kind of evidence supports the first. */
const SUPPORT = [1, 0.2, 0.1];
/** What a kind of metric says about a fault here; symptoms of another kind than the one that was noticed say less. */
const KIND_WEIGHT: Record<MetricKind, number> = {
  error: 1,
  latency: 1,
  processor: 1,
  memory: 0.6,
  other: 0.4,
  traffic: 0.25,
};
const OTHER_SYMPTOM = 0.6;
/** Where the target does not depend on a component, that can hardly be the cause. */
const NO_PATH = 0.3;
/** Where the fault was noticed is where it shows, seldom where it is. */
const AT_TARGET = 0.8;
/** A network address is the way to a component, seen from its callers: what stands behind it is the better candidate. */
const ADDRESS_ONLY = 0.7;
const ADDRESS = /(^|[^a-z0-9-])(\d{1,3}(\.\d{1,3}){3}|([a-z0-9-]+\.)+[a-z]{2,})([^a-z0-9-]|$)/i;
/** Scores to probabilities: how much higher a score makes one e times as probable, and the score of "none of these". */
const TEMPERATURE = 0.45;
const UNKNOWN_SCORE = 1;
const MOST_REASONS = 4;

/**
 * Ranks components as the cause of a fault from metrics and dependencies alone: what deviates from a component's own normal and is not
 * explained by a dependency that deviates in the same way, so blame walks from callers to what they depend on
 * (as MonitorRank, 2013, and traversal baselines do), with resources as evidence of a component's own.
 */
export function rankComponents({ candidates, dependencies, target, measurements }: FaultCase): Ranking {
  const evidence = evidenceOf(measurements);
  const dependenciesOf = Map.groupBy(
    dependencies.filter(([from, to]) => from !== to),
    ([from]) => from,
  );
  const reached = target === undefined ? undefined : reachedFrom(target.component, dependenciesOf);
  const noticed = target === undefined ? undefined : meaningOf(target.metric).kind;
  const scored = candidates.map((component) => {
    const targets = (dependenciesOf.get(component) ?? []).map(([, to]) => to);
    const { parts, reasons } = ownEvidence(component, targets, evidence, noticed);
    let score = parts.slice(0, SUPPORT.length).reduce((sum, part, index) => sum + SUPPORT[index]! * part, 0);
    if (reached !== undefined && reached.size > 1 && !reached.has(component)) {
      score *= NO_PATH;
      reasons.push({ kind: "noPathFromTarget" });
    }
    if (component === target?.component) score *= AT_TARGET;
    if (ADDRESS.test(component)) {
      score *= ADDRESS_ONLY;
      reasons.push({ kind: "addressOnly" });
    }
    return { component, score, reasons };
  });
  return withProbabilities(scored.toSorted((a, b) => b.score - a.score));
}

type Own = { parts: number[]; reasons: Reason[] };

/** The best evidence of each kind that no dependency explains, the strongest first. */
function ownEvidence(
  component: string,
  targets: readonly string[],
  evidence: ReadonlyMap<string, ReadonlyMap<string, Deviation>>,
  noticed: MetricKind | undefined,
): Own {
  const best = new Map<MetricKind, { part: number; reasons: Reason[] }>();
  for (const found of evidence.get(component)?.values() ?? []) {
    const spreads = isSymptom(found.kind);
    const cause = spreads ? worstAmong(targets, found, evidence) : undefined;
    const left = found.weight - EXPLAINED * Math.min(found.weight, cause?.weight ?? 0);
    const weight =
      KIND_WEIGHT[found.kind] * (spreads && noticed !== undefined && found.kind !== noticed ? OTHER_SYMPTOM : 1);
    const part = weight * Math.max(LEAST_LEFT * found.weight, left);
    if (part <= (best.get(found.kind)?.part ?? 0)) continue;
    const reasons: Reason[] = [{ kind: "deviates", metric: found.metric, spreads: found.deviation }];
    if (cause !== undefined && cause.weight > 0)
      reasons.push({
        kind: "explainedBy",
        metric: cause.metric,
        dependency: cause.dependency,
        spreads: cause.deviation,
      });
    best.set(found.kind, { part, reasons });
  }
  const sorted = [...best.values()].toSorted((a, b) => b.part - a.part);
  const reasons = sorted.flatMap(({ reasons: own }) => own).slice(0, MOST_REASONS);
  return { parts: sorted.map(({ part }) => part), reasons };
}

/** The dependency that shows the same most strongly: in the same metric where it has that, else in one of its kind. */
function worstAmong(
  targets: readonly string[],
  { metric, kind }: Deviation,
  evidence: ReadonlyMap<string, ReadonlyMap<string, Deviation>>,
): (Deviation & { dependency: string }) | undefined {
  let worst: (Deviation & { dependency: string }) | undefined;
  for (const dependency of targets) {
    const own = evidence.get(dependency);
    const same = own?.get(metric);
    for (const found of same === undefined ? (own?.values() ?? []) : [same]) {
      if (found.kind === kind && found.weight > (worst?.weight ?? 0)) worst = { ...found, dependency };
    }
  }
  return worst;
}

function reachedFrom(
  start: string,
  dependenciesOf: ReadonlyMap<string, readonly (readonly [string, string])[]>,
): Set<string> {
  const reached = new Set([start]);
  for (const component of reached) {
    for (const [, to] of dependenciesOf.get(component) ?? []) reached.add(to);
  }
  return reached;
}

function withProbabilities(scored: readonly Omit<RankedComponent, "probability">[]): Ranking {
  const weights = scored.map(({ score }) => Math.exp((score - UNKNOWN_SCORE) / TEMPERATURE));
  const total = weights.reduce((sum, weight) => sum + weight, 1);
  const ranked = scored.map((candidate, index) => ({ ...candidate, probability: weights[index]! / total }));
  return { ranked, unknown: 1 / total };
}

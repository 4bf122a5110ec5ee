import type { GroupingReason } from "../../../../shared/domain/incident.ts";
import type { JoinReason } from "../../../../shared/domain/proposal.ts";
import { type Group } from "./group.ts";
import type { KnownAlert } from "./knownAlert.ts";
import { currentPart, type Evidence, type LinkKind, type Part } from "./part.ts";

/** How much each kind of evidence says, in [0,1]. */
const WEIGHTS: Record<LinkKind, number> = {
  operator: 1,
  rule: 1,
  dependsOn: 0.9,
  neededBy: 0.9,
  sameLabel: 0.8,
  dependsOnFar: 0.6,
  neededByFar: 0.6,
  sharedDependency: 0.5,
};

const AGAIN_WEIGHT = 0.9;

/** Why an alert is in its incident: the strongest link of its entity, its neighbours at the same entity, and the time. */
export function joinReasons(alert: KnownAlert, group: Group): JoinReason[] {
  const part = currentPart(alert.part);
  const entity = part.entity.name;
  const reasons: JoinReason[] = [];
  if (alert.again) reasons.push({ code: "why.again", params: { entity }, weight: AGAIN_WEIGHT });
  if (part.evidence !== null) reasons.push(evidenceReason(part, part.evidence));
  if (part.alerts > 1) reasons.push({ code: "why.sameEntity", params: { entity, count: part.alerts - 1 }, weight: 1 });
  const sinceMs = group.incident === null ? 0 : alert.startedAt - group.incident.founder.startedAt;
  if (reasons.length === 0) return [{ code: "why.first", params: { entity }, weight: 1 }];
  const early = sinceMs < 0 ? "why.startedEarlier" : "why.startedWithin";
  return [...reasons, { code: early, params: { sinceMs: Math.abs(sinceMs) }, weight: closeness(sinceMs) }];
}

const evidenceReason = ({ entity }: Part, { kind, via, label }: Evidence): JoinReason => ({
  code: `why.${kind}`,
  params: { entity: entity.name, ...(via === null ? {} : { other: via.name }), ...(label === null ? {} : { label }) },
  weight: WEIGHTS[kind],
});

/** 1 at the same moment, a half after five minutes; rounded, so that it reads well. */
const closeness = (ms: number): number => Math.round(100 / (1 + Math.abs(ms) / 300_000)) / 100;

const DEPENDENCIES: readonly LinkKind[] = ["dependsOn", "neededBy", "dependsOnFar", "neededByFar"];

/** Why the alerts of a group are together: how many of them each kind of evidence speaks for. */
export function groupingReasons(parts: readonly Part[], startedAt: number): GroupingReason[] {
  const total = sum(parts, (part) => part.alerts);
  const linked = (kinds: readonly LinkKind[]): number =>
    sum(parts, (part) => (part.evidence !== null && kinds.includes(part.evidence.kind) ? part.alerts : 0));
  const together = parts.filter((part) => part.first.at - startedAt <= TOGETHER_MS);
  const spanMs = together.reduce((span, part) => Math.max(span, part.first.at - startedAt), 0);
  const lines: GroupingReason[] = [
    aReason("grouping.operator", linked(["operator"]), total),
    ...ruleReasons(parts, total),
    aReason("grouping.dependency", linked(DEPENDENCIES), total),
    aReason("grouping.sharedDependency", linked(["sharedDependency"]), total),
    aReason("grouping.sameLabel", linked(["sameLabel"]), total),
    aReason(
      "grouping.sameEntity",
      sum(parts, (part) => (part.alerts > 1 ? part.alerts : 0)),
      total,
    ),
    aReason("grouping.startedTogether", parts.length > 1 ? sum(together, (part) => part.alerts) : 0, total, { spanMs }),
  ];
  return lines.filter((line) => line.alerts > 0).sort((left, right) => right.alerts - left.alerts);
}

/** One line for each rule that has grouped something. */
function ruleReasons(parts: readonly Part[], total: number): GroupingReason[] {
  const byRule = new Map<string, number>();
  for (const { evidence, alerts } of parts) {
    if (evidence?.kind !== "rule" || evidence.label === null) continue;
    byRule.set(evidence.label, (byRule.get(evidence.label) ?? 0) + alerts);
  }
  return [...byRule].map(([rule, alerts]) => aReason("grouping.rule", alerts, total, { rule }));
}

/** Rules that have kept something out of a group: no evidence for it, and what an operator asks when something is missing. */
export const apartReasons = ({ ruled }: Group): GroupingReason[] =>
  [...(ruled?.keptApart ?? [])].sort().map((rule) => aReason("grouping.keptApart", 0, 0, { rule }));

/** Entities that began to alert within this of the first count as started together. */
const TOGETHER_MS = 120_000;

export const aReason = (
  code: string,
  count: number,
  total: number,
  params: Record<string, number | string> = {},
): GroupingReason => ({
  code,
  params: { ...params, count },
  alerts: count,
  share: total === 0 ? 0 : count / total,
});

const sum = (parts: readonly Part[], of: (part: Part) => number): number =>
  parts.reduce((all, part) => all + of(part), 0);

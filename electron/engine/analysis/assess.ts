import type { GroupingReason } from "../../../shared/domain/incident.ts";
import type { Message } from "../../../shared/domain/message.ts";
import type { Proposal } from "../../../shared/domain/proposal.ts";
import { severityOf } from "../../../shared/domain/severity.ts";
import { byId } from "./causes/candidate.ts";
import { rankChanges } from "./causes/changes.ts";
import type { Opinions } from "./causes/opinions.ts";
import { causesOf, rankCauses } from "./causes/rank.ts";
import type { AffectedBy } from "./causes/reach.ts";
import type { KnownChange, RecentChanges } from "./causes/recentChanges.ts";
import { signsAround, type Sign } from "./causes/signs.ts";
import { type Case, type Group, worstActive } from "./correlation/group.ts";
import type { Part } from "./correlation/part.ts";
import { apartReasons, aReason, groupingReasons } from "./correlation/why.ts";
import { MODEL } from "./limits.ts";

/** What an incident is seen against. `at`: log time. */
export type Knowledge = { recent: RecentChanges; signs: Iterable<Sign>; opinions: Opinions; at: number };

/**
 * Says what an incident is: how bad, what it looks like to those who use it, what probably caused it and why its alerts are together.
 * Works on what is summed up per entity, so its cost does not grow with the number of alerts; and in the order of the
 * entities' ids, so the order in which they came does not matter.
 */
export function assess(group: Group, incident: Case, { recent, signs, opinions, at }: Knowledge): Proposal {
  const parts = [...group.parts].sort((left, right) => byId(left.entity, right.entity));
  const startedAt = parts.reduce((first, part) => Math.min(first, part.first.at), Infinity);
  const affectedBy = new Map(parts.map((part) => [part.entity, part]));
  const known = recent.before(group.scope, startedAt);
  const { ranked, unknownShare } = rankCauses(parts, known, opinions, signsAround(signs, startedAt));
  const changes = rankChanges(known, ranked, affectedBy, startedAt);
  const suspect = known.find((change) => change.changeId === changes[0]?.changeId);
  const rank = worstActive(group) ?? parts.reduce((worst, part) => Math.max(worst, part.worst.rank), 0);
  return {
    kind: "assess",
    incidentId: incident.id,
    at,
    severity: severityOf(rank),
    headline: headlineOf(parts, affectedBy),
    causes: causesOf(ranked, unknownShare),
    changes,
    grouping: [...groupingReasons(parts, startedAt), ...sameChange(parts, suspect), ...apartReasons(group)],
    model: MODEL,
  };
}

/**
 * In the words of the affected entity that is closest to the users: no other affected one depends on it. Of several, one that uses
 * what is broken rather than a bystander, then the worst.
 */
function headlineOf(parts: readonly Part[], affectedBy: AffectedBy): Message {
  const outermost = parts.filter(({ entity }) => !entity.dependents.some((dependent) => affectedBy.has(dependent)));
  const usesBroken = ({ entity }: Part): number =>
    entity.dependencies.some((dependency) => affectedBy.has(dependency)) ? 1 : 0;
  const [shown] = (outermost.length > 0 ? outermost : [...parts]).sort(
    (left, right) =>
      usesBroken(right) - usesBroken(left) || right.worst.rank - left.worst.rank || byId(left.entity, right.entity),
  );
  if (shown === undefined) throw new RangeError("an incident without affected entities cannot be assessed");
  const { name } = shown.entity;
  const symptom = shown.worst.summary;
  // Most summaries name their entity already; saying it twice pushes the symptom off the row.
  const code = symptom.toLowerCase().includes(name.toLowerCase()) ? "headline.symptom" : "headline.service";
  return { code, params: { service: name, symptom } };
}

/** Alerts that began after the suspected change, at its entity or at one that shares with it what it uses. */
function sameChange(parts: readonly Part[], change: KnownChange | undefined): GroupingReason[] {
  if (change === undefined) return [];
  const touched = new Set([change.entity, ...change.entity.dependencies]);
  const isNear = ({ entity }: Part): boolean =>
    touched.has(entity) || entity.dependencies.some((dependency) => touched.has(dependency));
  const alerts = (some: readonly Part[]): number => some.reduce((sum, part) => sum + part.alerts, 0);
  const following = alerts(parts.filter((part) => part.first.at >= change.at && isNear(part)));
  return following === 0 ? [] : [aReason("grouping.sameChange", following, alerts(parts), { summary: change.summary })];
}

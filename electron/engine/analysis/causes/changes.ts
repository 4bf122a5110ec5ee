import type { SuspectChange } from "../../../../shared/domain/incident.ts";
import type { Reason } from "../../../../shared/domain/message.ts";
import type { Entity } from "../topology.ts";
import { rounded } from "./probability.ts";
import type { RankedCause } from "./rank.ts";
import type { AffectedBy } from "./reach.ts";
import type { KnownChange } from "./recentChanges.ts";
import { type Relation, relationOf, timeFit, topologyFit } from "./suspicion.ts";

const MAXIMUM_CHANGES = 5;
/** What "no change is to blame" weighs against a change that fits fully. */
const NO_CHANGE = 0.35;
/** A change at an affected entity, or at what one uses, that explains no ranked cause. */
const AFFECTED_FIT = 0.35;
const UPSTREAM_FIT = 0.25;
/** A lead beyond this speaks against a change. */
const LONG_LEAD_MS = 30 * 60_000;

type Weighed = { change: KnownChange; weight: number; leadMs: number; reasons: Reason[] };

/** Ranks changes by lead time and by how they lie to the probable causes and to the affected entities. Unrelated ones are left out. */
export function rankChanges(
  changes: readonly KnownChange[],
  ranked: readonly RankedCause[],
  affectedBy: AffectedBy,
  startedAt: number,
): SuspectChange[] {
  const weighed = changes.flatMap((change) => weigh(change, ranked, affectedBy, startedAt) ?? []);
  const total = weighed.reduce((sum, { weight }) => sum + weight, NO_CHANGE);
  return weighed
    .sort(
      (left, right) =>
        right.weight - left.weight ||
        right.change.at - left.change.at ||
        (left.change.changeId < right.change.changeId ? -1 : 1),
    )
    .slice(0, MAXIMUM_CHANGES)
    .map((each) => suspectOf(each, total));
}

function suspectOf({ change, weight, leadMs, reasons }: Weighed, total: number): SuspectChange {
  const { changeId, entity, summary, by, at, endedAt } = change;
  const probability = rounded(weight / total);
  return {
    changeId,
    entityId: entity.id,
    entityName: entity.name,
    summary,
    by,
    at,
    endedAt,
    leadMs,
    probability,
    reasons,
  };
}

function weigh(
  change: KnownChange,
  ranked: readonly RankedCause[],
  affectedBy: AffectedBy,
  startedAt: number,
): Weighed | undefined {
  const place = bestPlace(change.entity, ranked, affectedBy);
  if (place === undefined) return undefined;
  const leadMs = startedAt - change.at;
  return { change, weight: place.fit * timeFit(leadMs), leadMs, reasons: [place.reason, ...timeReasons(leadMs)] };
}

type Place = { fit: number; reason: Reason };

const RELATION_CODES: Record<Relation, string> = {
  itself: "reason.changeOnCause",
  dependent: "reason.changeUsesCause",
  dependency: "reason.changeUnderCause",
};

/** Where the change weighs most: at a probable cause, beside one, at an affected entity, or below one. */
function bestPlace(changed: Entity, ranked: readonly RankedCause[], affectedBy: AffectedBy): Place | undefined {
  let best: Place | undefined;
  const offer = (code: string, fit: number, other: Entity): void => {
    if (best !== undefined && fit <= best.fit) return;
    const params = { entity: changed.name, other: other.name };
    best = { fit, reason: { code, params, supports: true, weight: rounded(fit) } };
  };
  for (const { evidence, probability } of ranked) {
    const { entity } = evidence.candidate;
    const relation = relationOf(changed, entity);
    if (relation === undefined) continue;
    offer(
      RELATION_CODES[relation],
      topologyFit(relation, entity, changed, affectedBy) * (0.3 + 0.7 * probability),
      entity,
    );
  }
  if (affectedBy.has(changed)) offer("reason.changeOnAffected", AFFECTED_FIT, changed);
  const user = changed.dependents.find((dependent) => affectedBy.has(dependent));
  if (user !== undefined) offer("reason.changeUpstream", UPSTREAM_FIT, user);
  return best;
}

function timeReasons(leadMs: number): Reason[] {
  const weight = rounded(timeFit(leadMs));
  if (leadMs < 0) return [{ code: "reason.changeLate", params: { lateMs: -leadMs }, supports: false, weight }];
  if (leadMs > LONG_LEAD_MS)
    return [{ code: "reason.changeLongBefore", params: { leadMs }, supports: false, weight: rounded(1 - weight) }];
  return [{ code: "reason.changeLead", params: { leadMs }, supports: true, weight }];
}

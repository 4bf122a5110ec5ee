import type { Entity } from "../topology.ts";
import type { AffectedBy } from "./reach.ts";
import type { KnownChange } from "./recentChanges.ts";

/** How a change lies to an entity that may be the cause: at it, at one that uses it, or at one that it uses. */
export type Relation = "itself" | "dependent" | "dependency";

/** A change that may explain a candidate. `fit` in [0,1] joins nearness in time and in the topology. */
export type Suspicion = { change: KnownChange; relation: Relation; fit: number };

/** Lead after which a change is half as suspect. */
const HALF_LIFE_MS = 15 * 60_000;
/** A change dated after the first alert, within what clocks differ. */
const LATE_FIT = 0.5;
const RELATION_FIT: Record<Relation, number> = { itself: 1, dependent: 0.8, dependency: 0.6 };
/** Of this many dependents each may have exhausted what they share; with more the single one is less suspect. */
const DEPENDENTS_EXPECTED = 12;

/** How well the time agrees, in (0,1]. `leadMs`: from the change to the first alert. */
export const timeFit = (leadMs: number): number => (leadMs < 0 ? LATE_FIT : 2 ** (-leadMs / HALF_LIFE_MS));

/** The change that explains a candidate best, if one does. */
export function suspicionOf(
  candidate: Entity,
  changes: readonly KnownChange[],
  startedAt: number,
  affectedBy: AffectedBy,
): Suspicion | undefined {
  let best: Suspicion | undefined;
  for (const change of changes) {
    const relation = relationOf(change.entity, candidate);
    if (relation === undefined) continue;
    const fit = timeFit(startedAt - change.at) * topologyFit(relation, candidate, change.entity, affectedBy);
    if (best === undefined || fit > best.fit) best = { change, relation, fit };
  }
  return best;
}

export function relationOf(changed: Entity, candidate: Entity): Relation | undefined {
  if (changed === candidate) return "itself";
  if (changed.dependencies.includes(candidate)) return "dependent";
  if (candidate.dependencies.includes(changed)) return "dependency";
  return undefined;
}

/** A user of something shared can exhaust it for all; the more users there are, the less is said about one of them. */
export function topologyFit(relation: Relation, candidate: Entity, changed: Entity, affectedBy: AffectedBy): number {
  if (relation !== "dependent") return RELATION_FIT[relation];
  const others = candidate.dependents.filter((entity) => entity !== changed && affectedBy.has(entity)).length;
  const crowd = Math.min(1, Math.sqrt(DEPENDENTS_EXPECTED / candidate.dependents.length));
  return RELATION_FIT.dependent * crowd * (others > 0 ? 1 : 0.5);
}

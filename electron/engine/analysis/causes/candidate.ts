import type { Part } from "../correlation/part.ts";
import type { Entity } from "../topology.ts";
import type { AffectedBy } from "./reach.ts";
import type { KnownChange } from "./recentChanges.ts";
import type { SignsAt } from "./signs.ts";

/** An entity whose trouble may be behind the incident; one without a part has no alert of its own. */
export type Candidate = { entity: Entity; part: Part | null };

/** Candidates looked at closely in one incident. */
const MAXIMUM_AFFECTED = 64;
const MAXIMUM_SILENT = 32;

/**
 * The affected entities, those with the most affected dependents, the earliest and the worst first; and silent dependencies of at least
 * two affected entities, or of one when they have just been changed or something was found at them: what fails does not always alert.
 */
export function candidatesOf(
  parts: readonly Part[],
  affectedBy: AffectedBy,
  changes: readonly KnownChange[],
  signs: ReadonlyMap<Entity, SignsAt>,
): Candidate[] {
  const used = new Map<Entity, number>();
  for (const { entity } of parts) {
    for (const dependency of entity.dependencies) used.set(dependency, (used.get(dependency) ?? 0) + 1);
  }
  const affected = [...parts].sort((left, right) => promise(right, used) - promise(left, used) || byStart(left, right));
  const changed = new Set(changes.map((change) => change.entity));
  const silent = [...used]
    .filter(([entity, count]) => !affectedBy.has(entity) && (count >= 2 || changed.has(entity) || signs.has(entity)))
    .sort(([left, one], [right, other]) => other - one || byId(left, right));
  return [
    ...affected.slice(0, MAXIMUM_AFFECTED).map((part) => ({ entity: part.entity, part })),
    ...silent.slice(0, MAXIMUM_SILENT).map(([entity]) => ({ entity, part: null })),
  ];
}

const promise = (part: Part, used: ReadonlyMap<Entity, number>): number =>
  (used.get(part.entity) ?? 0) * 2 + part.worst.rank;

const byStart = (left: Part, right: Part): number => left.first.at - right.first.at || byId(left.entity, right.entity);

export const byId = (left: Entity, right: Entity): number => (left.id < right.id ? -1 : left.id > right.id ? 1 : 0);

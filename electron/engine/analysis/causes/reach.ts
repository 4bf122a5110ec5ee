import type { Part } from "../correlation/part.ts";
import type { Entity } from "../topology.ts";

/** How far dependency is followed when asking whom a candidate can affect. */
const MAXIMUM_HOPS = 4;
/** Entities visited from one candidate at most: beyond, the counts are a lower bound. */
const MAXIMUM_VISITED = 2_000;

/** Parts by their entity: the affected ones of one incident. */
export type AffectedBy = ReadonlyMap<Entity, Part>;

/** Whom a candidate's trouble can explain. Counts leave the candidate itself out. */
export type Reach = {
  /** Affected entities that depend on it, directly or through others. */
  affected: number;
  directDependents: number;
  directAffected: number;
};

/** Walks from an entity to those that depend on it, breadth first. */
export function reachOf(candidate: Entity, affectedBy: AffectedBy): Reach {
  const seen = new Set<Entity>([candidate]);
  let ring: Entity[] = [candidate];
  let affected = 0;
  for (let hop = 0; hop < MAXIMUM_HOPS && ring.length > 0 && seen.size < MAXIMUM_VISITED; hop++) {
    const next: Entity[] = [];
    for (const entity of ring) {
      for (const dependent of entity.dependents) {
        if (seen.has(dependent) || seen.size >= MAXIMUM_VISITED) continue;
        seen.add(dependent);
        next.push(dependent);
        if (affectedBy.has(dependent)) affected++;
      }
    }
    ring = next;
  }
  let directAffected = 0;
  for (const dependent of candidate.dependents) if (affectedBy.has(dependent)) directAffected++;
  return { affected, directDependents: candidate.dependents.length, directAffected };
}

/** An affected entity that the candidate depends on, one or two hops away: it may explain the candidate itself. The nearest, then the earliest. */
export function affectedDependency(candidate: Entity, affectedBy: AffectedBy): { part: Part; hops: 1 | 2 } | undefined {
  const near = earliest(candidate.dependencies, candidate, affectedBy);
  if (near !== undefined) return { part: near, hops: 1 };
  const far = earliest(
    candidate.dependencies.flatMap((dependency) => dependency.dependencies),
    candidate,
    affectedBy,
  );
  return far === undefined ? undefined : { part: far, hops: 2 };
}

function earliest(entities: readonly Entity[], candidate: Entity, affectedBy: AffectedBy): Part | undefined {
  let found: Part | undefined;
  for (const entity of entities) {
    const part = entity === candidate ? undefined : affectedBy.get(entity);
    if (part === undefined) continue;
    if (
      found === undefined ||
      part.first.at < found.first.at ||
      (part.first.at === found.first.at && entity.id < found.entity.id)
    )
      found = part;
  }
  return found;
}

import { rootOf } from "../correlation/group.ts";
import { SIBLINGS_LIMIT } from "../limits.ts";
import type { State } from "../state/state.ts";
import type { Entity } from "../topology.ts";
import { type KnownChange, RecentChanges } from "./recentChanges.ts";

/** Remembers a change, and has incidents near it assessed again: changes are often told after the alerts. */
export function noteChange(state: State, change: KnownChange): void {
  const key = RecentChanges.keyOf(change.scope, change.changeId);
  state.changes.set(change);
  state.touched.changes.add(key);
  for (const entity of nearby(change.entity)) {
    for (const { group } of entity.episodes) {
      const root = rootOf(group);
      if (state.groups.has(root.number)) state.noteNews(root);
    }
  }
}

/** The entity, its users two hops away, and those that share with it what it uses. */
export function* nearby(entity: Entity): Generator<Entity> {
  yield entity;
  yield* entity.alertingDependents;
  for (const dependent of entity.dependents.slice(0, SIBLINGS_LIMIT)) yield* dependent.alertingDependents;
  for (const dependency of entity.dependencies) {
    yield dependency;
    yield* dependency.alertingDependents;
  }
}

import type { EntityId } from "../../../../shared/domain/entity.ts";
import type { Scope } from "../../../../shared/domain/scope.ts";
import type { State } from "../state/state.ts";
import type { Entity } from "../topology.ts";

/** An entity holds no longer: its edges go at once, it goes itself when nothing remembers it. */
export function retire(state: State, scope: Scope, id: EntityId): void {
  const entity = state.topology.find(scope, id);
  if (entity?.id !== id || entity.retired) return;
  const { topology, touched } = state;
  const cut = (from: Entity, to: Entity): void => {
    topology.setOrigins(from, to, 0);
    touched.edge(from, to);
  };
  for (const dependency of entity.dependencies.slice()) cut(entity, dependency);
  for (const dependent of entity.dependents.slice()) cut(dependent, entity);
  entity.retired = true;
  state.retired.add(entity);
  touched.entities.add(entity);
}

/** A retired entity that is told of again before it has gone. */
export function revive(state: State, entity: Entity): void {
  if (!entity.retired) return;
  entity.retired = false;
  state.retired.delete(entity);
  state.touched.entities.add(entity);
}

/** Removes the retired entities that no group, edge, change or sign remembers any more. */
export function forgetRetired(state: State): void {
  if (state.retired.size === 0) return;
  const free = new Set([...state.retired].filter(isFree));
  for (const { parts } of state.groups.values()) {
    for (const { entity, evidence } of parts) {
      free.delete(entity);
      const via = evidence?.via ?? null;
      if (via !== null) free.delete(via.into ?? via);
    }
  }
  for (const [, { entity }] of state.changes.all()) free.delete(entity);
  for (const { entity } of state.signs.values()) free.delete(entity);
  if (free.size === 0) return;
  for (const entity of state.topology.remove(free)) {
    state.retired.delete(entity);
    state.touched.entities.add(entity);
  }
}

const isFree = ({ parts, episodes, dependencies, dependents, into }: Entity): boolean =>
  parts.length + episodes.length + dependencies.length + dependents.length === 0 && into === null;

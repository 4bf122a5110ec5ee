import type { EntityId, EntityKind } from "../../../shared/domain/entity.ts";
import type { EdgeOrigin } from "../../../shared/domain/event.ts";
import type { Scope } from "../../../shared/domain/scope.ts";
import type { Episode } from "./correlation/episode.ts";
import type { Part } from "./correlation/part.ts";

/** An entity with its neighbours and with what alerts at it now. Neighbours are in the order of their numbers. */
export type Entity = {
  /** In order of first appearance in the log. */
  readonly number: number;
  readonly scope: Scope;
  readonly id: EntityId;
  kind: EntityKind;
  name: string;
  /** Set when it turned out to be another entity. */
  into: Entity | null;
  /** Nothing tells of it any more; it goes when nothing remembers it either. */
  retired: boolean;
  readonly dependencies: Entity[];
  /** Aligned with `dependencies`: bits of the origins that report the edge. */
  readonly origins: number[];
  readonly dependents: Entity[];
  /** The dependents that have an episode. */
  readonly alertingDependents: Entity[];
  episodes: Episode[];
  parts: Part[];
};

const ORIGIN_BIT: Record<EdgeOrigin, number> = { declared: 1, traces: 2, inferred: 4 };

/** Entities and "depends on" edges as the log has told so far. Ids are unique within a scope. */
export class Topology {
  readonly entities = new Map<number, Entity>();
  private readonly byScope = new Map<Scope, Map<EntityId, Entity>>();

  find(scope: Scope, id: EntityId): Entity | undefined {
    return this.byScope.get(scope)?.get(id);
  }

  /** @throws RangeError when no entity has the number: state that does not fit together. */
  numbered(number: number): Entity {
    const entity = this.entities.get(number);
    if (entity === undefined) throw new RangeError(`no entity has number ${number}`);
    return entity;
  }

  add(number: number, scope: Scope, id: EntityId, kind: EntityKind, name: string): Entity {
    const lists = { dependencies: [], origins: [], dependents: [], alertingDependents: [], episodes: [], parts: [] };
    const entity: Entity = { number, scope, id, kind, name, into: null, retired: false, ...lists };
    this.entities.set(number, entity);
    let ids = this.byScope.get(scope);
    if (ids === undefined) this.byScope.set(scope, (ids = new Map()));
    ids.set(id, entity);
    return entity;
  }

  /** From here on the id of `joined` means `kept`. */
  redirect(joined: Entity, kept: Entity): void {
    joined.into = kept;
    for (const entity of this.entities.values()) if (entity.into === joined) entity.into = kept;
    const ids = this.byScope.get(joined.scope);
    for (const [id, entity] of ids ?? []) if (entity === joined) ids?.set(id, kept);
  }

  /** Forgets entities, with those that turned out to be them. To be called when nothing refers to them. @returns all that went */
  remove(entities: ReadonlySet<Entity>): Entity[] {
    const gone = [...this.entities.values()].filter(
      (entity) => entities.has(entity) || (entity.into !== null && entities.has(entity.into)),
    );
    for (const { number, scope, id } of gone) {
      this.entities.delete(number);
      const ids = this.byScope.get(scope);
      ids?.delete(id);
      if (ids?.size === 0) this.byScope.delete(scope);
    }
    return gone;
  }

  /** @returns whether the edge is new, or gone, and not only reported by one origin more or less. */
  setEdge(from: Entity, to: Entity, origin: EdgeOrigin, present: boolean): boolean {
    const before = originsOf(from, to);
    const after = present ? before | ORIGIN_BIT[origin] : before & ~ORIGIN_BIT[origin];
    this.setOrigins(from, to, after);
    return (before === 0) !== (after === 0);
  }

  setOrigins(from: Entity, to: Entity, origins: number): void {
    const index = from.dependencies.indexOf(to);
    if (origins === 0) {
      if (index >= 0) disconnect(from, to, index);
    } else if (index >= 0) from.origins[index] = origins;
    else connect(from, to, origins);
  }

  /** To be called when the first episode of an entity comes or its last one goes. */
  noteAlerting(entity: Entity): void {
    for (const dependency of entity.dependencies) setMember(dependency.alertingDependents, entity, isAlerting(entity));
  }
}

export const isAlerting = (entity: Entity): boolean => entity.episodes.length > 0;

/** Bits of the origins that report the edge; 0 when there is none. */
export const originsOf = (from: Entity, to: Entity): number => from.origins[from.dependencies.indexOf(to)] ?? 0;

function connect(from: Entity, to: Entity, origins: number): void {
  const index = placeOf(from.dependencies, to);
  from.dependencies.splice(index, 0, to);
  from.origins.splice(index, 0, origins);
  setMember(to.dependents, from, true);
  if (isAlerting(from)) setMember(to.alertingDependents, from, true);
}

function disconnect(from: Entity, to: Entity, index: number): void {
  from.dependencies.splice(index, 1);
  from.origins.splice(index, 1);
  setMember(to.dependents, from, false);
  setMember(to.alertingDependents, from, false);
}

function setMember(list: Entity[], entity: Entity, member: boolean): void {
  const index = placeOf(list, entity);
  if ((list[index] === entity) === member) return;
  if (member) list.splice(index, 0, entity);
  else list.splice(index, 1);
}

/** Where the entity is, or belongs, in a list ordered by number. */
function placeOf(list: readonly Entity[], { number }: Entity): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle]!.number < number) low = middle + 1;
    else high = middle;
  }
  return low;
}

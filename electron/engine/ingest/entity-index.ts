import { hash } from "node:crypto";
import { type Entity, type EntityId, EntityKind } from "../../../shared/domain/entity.ts";
import type { Alias, EntityHint, EntityReport } from "../../../shared/domain/event.ts";
import type { Scope } from "../../../shared/domain/scope.ts";
import { canonicalName, displayName } from "../pipeline/identify.ts";
import { REPORTED_STEP_MS } from "../store/watched-time.ts";

/** What identifying changed, to be logged and stored in the transaction of the report. */
export type IdentityChange =
  | { kind: "new"; entity: Entity }
  | { kind: "described"; entity: Entity; attributes: Record<string, string> }
  | { kind: "alias"; scope: Scope; alias: Alias; entityId: EntityId }
  | { kind: "joined"; scope: Scope; kept: EntityId; joined: EntityId };

const key = (scope: Scope, { namespace, value }: Alias): string => `${scope}\u0000${namespace}\u0000${value}`;

/** A name that any tool may use, as an alias of its own: this is where tools that share no naming meet. */
const canonicalAlias = (hint: EntityHint): Alias => ({ namespace: `name/${hint.kind}`, value: canonicalName(hint) });

const description = ({ kind, name, site, group }: Entity, attributes: Record<string, string>): string =>
  JSON.stringify([kind, name, site, group, attributes]);

/** Alias → entity, in memory on the ingest thread; the store holds the same with the positions between which it held. */
export class EntityIndex {
  readonly #byAlias = new Map<string, EntityId>();
  readonly #entities = new Map<EntityId, Entity>();
  /** Descriptions as last stored, so that an unchanged report is no change. */
  readonly #described = new Map<EntityId, string>();
  /** Reported names that are aliases already, in both spellings: most reports name what is known. */
  readonly #settled = new Map<string, EntityId>();
  /** When each was last told of as the store has it, in watched time. */
  readonly #reportedAt = new Map<EntityId, number>();

  constructor(
    entities: Iterable<Entity & { attributes: Record<string, string>; reportedAt?: number }>,
    aliases: Iterable<{ scope: Scope; namespace: string; value: string; entityId: EntityId }>,
  ) {
    for (const { attributes, reportedAt = 0, ...entity } of entities) {
      this.#entities.set(entity.id, entity);
      this.#reportedAt.set(entity.id, reportedAt);
      this.#described.set(entity.id, description(entity, attributes));
    }
    for (const row of aliases) this.#byAlias.set(key(row.scope, row), row.entityId);
  }

  get size(): number {
    return this.#entities.size;
  }

  /** True when the store should learn that the entity was told of at `at` (watched time); remembers it then. */
  isDue(id: EntityId, at: number): boolean {
    const reportedAt = this.#reportedAt.get(id);
    if (reportedAt !== undefined && at - reportedAt < REPORTED_STEP_MS) return false;
    this.#reportedAt.set(id, at);
    return true;
  }

  /** Counts as told of at `at` (watched time). */
  mark(id: EntityId, at: number): void {
    this.#reportedAt.set(id, at);
  }

  /** Forgets an entity with the names that mean it: whoever names it again begins a new life of it. */
  retire(scope: Scope, id: EntityId, aliases: readonly Alias[]): void {
    for (const alias of aliases) {
      const aliasKey = key(scope, alias);
      this.#byAlias.delete(aliasKey);
      for (const kind of EntityKind.options) this.#settled.delete(`${kind}\u0000${aliasKey}`);
    }
    for (const memory of [this.#entities, this.#described, this.#reportedAt]) memory.delete(id);
  }

  /** @throws RangeError for an id that was never given out */
  get(id: EntityId): Entity {
    const entity = this.#entities.get(id);
    if (entity === undefined) throw new RangeError(`no entity has id ${id}`);
    return entity;
  }

  find(scope: Scope, alias: Alias): EntityId | undefined {
    return this.#byAlias.get(key(scope, alias));
  }

  /** An entity that any tool calls `name`, whatever its kind. */
  findByName(scope: Scope, name: string, kinds: readonly EntityKind[]): EntityId | undefined {
    for (const kind of kinds) {
      const id = this.find(scope, canonicalAlias({ namespace: "", value: name, kind }));
      if (id !== undefined) return id;
    }
    return undefined;
  }

  /**
   * The entity that `hints` (other names of one thing, best first) mean; made when nobody knows it.
   * Appends what changed to `changes`.
   * @throws RangeError without hints
   */
  resolve(scope: Scope, hints: readonly EntityHint[], site: string | null, changes: IdentityChange[]): EntityId {
    const [first] = hints;
    if (first === undefined) throw new RangeError("an entity needs at least one name");
    const keys = hints.map((hint) => `${hint.kind}\u0000${key(scope, hint)}`);
    const settled = this.#settled.get(keys[0]!);
    if (settled !== undefined && keys.every((each) => this.#settled.has(each))) return settled;
    const known = this.#known(scope, hints);
    const id = known ?? this.#create(scope, first, site, changes);
    for (const hint of hints) {
      this.#learn(scope, hint, id, changes);
      this.#learn(scope, canonicalAlias(hint), id, changes);
    }
    for (const [index, hint] of hints.entries()) this.#settled.set(keys[index]!, this.find(scope, hint)!);
    return id;
  }

  /** Takes an inventory's word: all its names are one entity, so entities made from single names are joined into it. */
  describe(scope: Scope, report: EntityReport, changes: IdentityChange[]): EntityId {
    const site = report.site ?? null;
    const id = this.resolve(scope, [report.entity], site, changes);
    for (const alias of report.aliases) this.#claim(scope, alias, id, changes);
    this.#claim(
      scope,
      {
        namespace: `name/${report.entity.kind}`,
        value: canonicalName({ kind: report.entity.kind, value: report.name }),
      },
      id,
      changes,
    );
    const { name, attributes } = report;
    const entity: Entity = { id, scope, kind: report.entity.kind, name, site, group: report.group ?? null };
    const said = description(entity, attributes);
    if (this.#described.get(id) !== said) {
      this.#described.set(id, said);
      this.#entities.set(id, entity);
      changes.push({ kind: "described", entity, attributes });
    }
    return id;
  }

  #known(scope: Scope, hints: readonly EntityHint[]): EntityId | undefined {
    for (const hint of hints) {
      const id = this.find(scope, hint) ?? this.find(scope, canonicalAlias(hint));
      if (id !== undefined) return id;
    }
    return undefined;
  }

  #create(scope: Scope, hint: EntityHint, site: string | null, changes: IdentityChange[]): EntityId {
    const id = `e${hash("sha1", key(scope, hint), "hex").slice(0, 14)}` as EntityId;
    const entity: Entity = { id, scope, kind: hint.kind, name: displayName(hint), site, group: null };
    this.#entities.set(id, entity);
    changes.push({ kind: "new", entity });
    return id;
  }

  #learn(scope: Scope, alias: Alias, id: EntityId, changes: IdentityChange[]): void {
    const aliasKey = key(scope, alias);
    if (this.#byAlias.has(aliasKey)) return;
    this.#byAlias.set(aliasKey, id);
    changes.push({ kind: "alias", scope, alias: { namespace: alias.namespace, value: alias.value }, entityId: id });
  }

  #claim(scope: Scope, alias: Alias, id: EntityId, changes: IdentityChange[]): void {
    const owner = this.find(scope, alias);
    if (owner === undefined) this.#learn(scope, alias, id, changes);
    else if (owner !== id) this.#join(scope, id, owner, changes);
  }

  #join(scope: Scope, kept: EntityId, joined: EntityId, changes: IdentityChange[]): void {
    for (const [alias, id] of this.#byAlias) if (id === joined) this.#byAlias.set(alias, kept);
    this.#settled.clear();
    this.#entities.delete(joined);
    this.#described.delete(joined);
    this.#reportedAt.delete(joined);
    changes.push({ kind: "joined", scope, kept, joined });
  }
}

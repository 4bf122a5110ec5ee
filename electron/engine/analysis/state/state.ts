import type { Fingerprint } from "../../../../shared/domain/alert.ts";
import type { EntityId } from "../../../../shared/domain/entity.ts";
import type { Scope } from "../../../../shared/domain/scope.ts";
import { RecentChanges } from "../causes/recentChanges.ts";
import type { Sign } from "../causes/signs.ts";
import { LogClock } from "../clock.ts";
import type { LabelPoint } from "../correlation/episode.ts";
import { type Group, newGroup } from "../correlation/group.ts";
import type { KnownAlert } from "../correlation/knownAlert.ts";
import { Queue } from "../queue.ts";
import { StandingRules } from "../rules/standing.ts";
import { type Entity, Topology } from "../topology.ts";
import type { Standing } from "../verdicts/standing.ts";
import { Touched } from "./touched.ts";

/** All that analysis knows. Everything in it can be rebuilt from the rows that its steps have written. */
export class State {
  clock = new LogClock();
  sweptAt = 0;
  /** The last number given to an entity, group or life of an alert. */
  sequence = 0;
  readonly topology = new Topology();
  readonly alerts = new Map<Fingerprint, KnownAlert>();
  readonly groups = new Map<number, Group>();
  readonly labels = new Map<string, LabelPoint>();
  readonly changes = new RecentChanges();
  /** Findings that may speak for a cause, by their id. */
  readonly signs = new Map<string, Sign>();
  /** What operators said of incidents that live, by the verdict's id. */
  readonly verdicts = new Map<string, Standing>();
  /** How often `scope/kind/reason` was ruled out as a cause. */
  readonly refuted = new Map<string, number>();

  readonly rules = new StandingRules();

  /** Entities that nothing tells of any more, and that something may remember still. */
  readonly retired = new Set<Entity>();

  /** Groups that wait for their hold to pass, by `heldSequence`; some may have been absorbed or opened meanwhile. */
  readonly waiting = new Queue<Group>();
  /** Open incidents with alerts to tell them of. */
  readonly opening = new Set<Group>();
  /** Groups with something to assess. */
  readonly news = new Set<Group>();
  /** Open incidents without active alerts. */
  readonly quiet = new Set<Group>();

  readonly touched = new Touched();

  next(): number {
    return ++this.sequence;
  }

  addGroup(scope: Scope): Group {
    const group = newGroup(this.next(), scope);
    this.groups.set(group.number, group);
    this.touched.groups.add(group.number);
    return group;
  }

  /** The entity with this id; one that nobody has described yet goes by its id. */
  entity(scope: Scope, id: EntityId): Entity {
    return this.topology.find(scope, id) ?? this.addEntity(scope, id);
  }

  /** Has the incident assessed at the next opportunity; a group without one is, when it opens. */
  noteNews(group: Group): void {
    if (group.newsSequence !== 0 || group.incident === null) return;
    group.newsSequence = this.next();
    this.news.add(group);
    this.touched.groups.add(group.number);
  }

  countRefuted(combination: string, by: 1 | -1): void {
    const count = (this.refuted.get(combination) ?? 0) + by;
    if (count > 0) this.refuted.set(combination, count);
    else this.refuted.delete(combination);
    this.touched.refuted.add(combination);
  }

  private addEntity(scope: Scope, id: EntityId): Entity {
    const entity = this.topology.add(this.next(), scope, id, "other", id);
    this.touched.entities.add(entity);
    return entity;
  }
}

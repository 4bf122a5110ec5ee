import type { EdgeSeen, EntitiesJoined } from "../../../../shared/domain/log.ts";
import type { Scope } from "../../../../shared/domain/scope.ts";
import { MINIMUM_CONFIDENCE } from "../limits.ts";
import type { Proposals } from "../proposals.ts";
import type { State } from "../state/state.ts";
import { type Entity, isAlerting, originsOf } from "../topology.ts";
import { rootOf } from "./group.ts";
import { melt, relink } from "./membership.ts";
import { absorbPart, partOf } from "./part.ts";

/** Takes in an edge. A new one may link what alerts already; one that goes leaves together what is together. */
export function applyEdge(state: State, proposals: Proposals, scope: Scope, body: EdgeSeen): void {
  const from = state.entity(scope, body.from);
  const to = state.entity(scope, body.to);
  if (from === to) return;
  const present = body.present && body.confidence >= MINIMUM_CONFIDENCE;
  const before = originsOf(from, to);
  const changed = state.topology.setEdge(from, to, body.origin, present);
  if (originsOf(from, to) !== before) state.touched.edge(from, to);
  if (!changed) return;
  if (present) for (const entity of [from, to]) relink(state, proposals, entity);
  for (const entity of [from, to]) noteNewsAt(state, entity);
}

/** Two entities turned out to be one: edges, episodes, parts and changes of `joined` become those of `kept`. */
export function joinEntities(state: State, proposals: Proposals, scope: Scope, body: EntitiesJoined): void {
  const kept = state.entity(scope, body.kept);
  const joined = state.entity(scope, body.joined);
  if (kept === joined) return;
  moveEdges(state, joined, kept);
  moveAlerting(state, joined, kept);
  for (const [key, change] of state.changes.all()) {
    if (change.entity !== joined) continue;
    change.entity = kept;
    state.touched.changes.add(key);
  }
  for (const sign of state.signs.values()) {
    if (sign.entity !== joined) continue;
    sign.entity = kept;
    state.touched.signs.add(sign.id);
  }
  state.topology.redirect(joined, kept);
  for (const entity of state.topology.entities.values()) if (entity.into === kept) state.touched.entities.add(entity);
  melt(state, proposals, kept);
  relink(state, proposals, kept);
  noteNewsAt(state, kept);
}

function moveEdges({ topology, touched }: State, joined: Entity, kept: Entity): void {
  const move = (from: Entity, to: Entity, newFrom: Entity, newTo: Entity): void => {
    const origins = originsOf(from, to);
    topology.setOrigins(from, to, 0);
    touched.edge(from, to);
    if (newFrom === newTo) return;
    topology.setOrigins(newFrom, newTo, origins | originsOf(newFrom, newTo));
    touched.edge(newFrom, newTo);
  };
  for (const dependency of joined.dependencies.slice()) move(joined, dependency, kept, dependency);
  for (const dependent of joined.dependents.slice()) move(dependent, joined, dependent, kept);
}

function moveAlerting(state: State, joined: Entity, kept: Entity): void {
  kept.episodes = [...kept.episodes, ...joined.episodes];
  joined.episodes = [];
  for (const part of joined.parts) {
    const same = partOf(kept, part.group);
    part.entity = kept;
    if (same === undefined) {
      kept.parts.push(part);
      continue;
    }
    absorbPart(same, part);
    part.into = same;
    part.group.parts = part.group.parts.filter((each) => each !== part);
  }
  joined.parts = [];
  for (const entity of [joined, kept]) state.touched.spots.add(entity);
  if (isAlerting(kept)) state.topology.noteAlerting(kept);
}

function noteNewsAt(state: State, entity: Entity): void {
  for (const { group } of entity.episodes) {
    const root = rootOf(group);
    if (state.groups.has(root.number)) state.noteNews(root);
  }
}

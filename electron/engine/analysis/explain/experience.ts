import type { AlertKey, Group } from "./group.ts";
import type { State } from "./state.ts";
import { ALERT_GIVEN_AFFECTED } from "./weights.ts";

/** Entities that count as having raised an alert of a kind `ALERT_GIVEN_AFFECTED` of the time before any was affected. */
const ASSUMED_ENTITIES = 12;
/** Roots count as like any affected entity so many times. */
const ASSUMED_ROOTS = 3;
/** Only from incidents that are this certain, in log odds, is anything learned. */
const LEARN_FROM = 25;
const AFFECTED_FROM = 0.9;

/** How often an affected entity raises this alert: what past incidents showed for its kind. */
export function shareOf(state: State, { kind, entity }: AlertKey): number {
  const affected = entity < 0 ? 0 : (state.affected.get(state.kindOf[entity]!) ?? 0);
  return (kind.seen + ALERT_GIVEN_AFFECTED * ASSUMED_ENTITIES) / (affected + ASSUMED_ENTITIES);
}

/** How much more often than at any affected entity this alert comes at a root, and below one; logarithms. */
export function placesOf(state: State, key: AlertKey): { atRoot: number; below: number } {
  const { kind, entity } = key;
  if (entity < 0) return { atRoot: 0, below: 0 };
  const entityKind = state.kindOf[entity]!;
  const affected = state.affected.get(entityKind) ?? 0;
  const roots = state.rootsOf.get(entityKind) ?? 0;
  const share = shareOf(state, key);
  const rootShare = (kind.seenAtRoot + share * ASSUMED_ROOTS) / (roots + ASSUMED_ROOTS);
  const belowShare = (kind.seen - kind.seenAtRoot + share * ASSUMED_ENTITIES) / (affected - roots + ASSUMED_ENTITIES);
  return { atRoot: Math.log(rootShare / share), below: Math.log(belowShare / share) };
}

/** Learns from an incident that ends. */
export function learn(state: State, group: Group): void {
  const explanation = group.explanation!;
  if (explanation.suspects[0]!.score < LEARN_FROM) return;
  for (const [entity, { probability }] of explanation.covers) {
    if (probability < AFFECTED_FROM) continue;
    const kind = state.kindOf[entity]!;
    state.affected.set(kind, (state.affected.get(kind) ?? 0) + 1);
    if (entity === explanation.root) state.rootsOf.set(kind, (state.rootsOf.get(kind) ?? 0) + 1);
  }
  const seen = new Set<string>();
  for (const { key } of group.members) {
    const once = `${key.entity}/${key.kind.number}`;
    if (seen.has(once) || (explanation.covers.get(key.entity)?.probability ?? 0) < AFFECTED_FROM) continue;
    seen.add(once);
    key.kind.seen++;
    if (key.entity === explanation.root) key.kind.seenAtRoot++;
  }
}

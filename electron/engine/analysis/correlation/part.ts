import type { Fingerprint } from "../../../../shared/domain/alert.ts";
import type { Entity } from "../topology.ts";
import type { Group } from "./group.ts";

/** Why an entity's alerts belong to the group; the lower the number, the more it says. */
const STRENGTH = {
  operator: -2,
  rule: -1,
  dependsOn: 0,
  neededBy: 1,
  sameLabel: 2,
  dependsOnFar: 3,
  neededByFar: 4,
  sharedDependency: 5,
};
export type LinkKind = keyof typeof STRENGTH;

/**
 * `via`: the entity at the other end, or the dependency that both share. `label`: `key=value` of a shared strong label, the id of
 * the rule, or the operator by whose word it is here.
 */
export type Evidence = { kind: LinkKind; via: Entity | null; label: string | null };

/** An alert that stands for its entity. `rank`: of its severity. */
export type Witness = { at: number; fingerprint: Fingerprint; rank: number; summary: string };

/** What is known of one entity's alerts in one group. */
export type Part = {
  /** Always a root: parts move when groups are united. */
  group: Group;
  entity: Entity;
  /** The part of the same entity that has absorbed it. */
  into: Part | null;
  /** Different alerts that joined, and how many of them have been forgotten since. */
  alerts: number;
  forgotten: number;
  firing: number;
  suppressed: number;
  /** The alert that started first, and the most severe one. */
  first: Witness;
  worst: Witness;
  evidence: Evidence | null;
};

const isEarlier = (left: Witness, right: Witness): boolean =>
  left.at !== right.at ? left.at < right.at : left.fingerprint < right.fingerprint;

const isWorse = (left: Witness, right: Witness): boolean =>
  left.rank !== right.rank ? left.rank > right.rank : isEarlier(left, right);

/** Lets an alert stand for the part when it is earlier or worse. @returns whether it does now. */
export function witness(part: Part, seen: Witness): boolean {
  const first = isEarlier(seen, part.first);
  const worst = isWorse(seen, part.worst);
  if (first) part.first = seen;
  if (worst) part.worst = seen;
  return first || worst;
}

export const partOf = (entity: Entity, group: Group): Part | undefined =>
  entity.parts.find((part) => part.group === group);

/** Whether evidence of this kind says more than what is known; of equals, that with the lower number does. */
export function isStronger(kind: LinkKind, via: Entity | null, known: Evidence): boolean {
  if (kind !== known.kind) return STRENGTH[kind] < STRENGTH[known.kind];
  return (via?.number ?? 0) < (known.via?.number ?? 0);
}

export const stronger = (known: Evidence | null, evidence: Evidence): Evidence =>
  known === null || isStronger(evidence.kind, evidence.via, known) ? evidence : known;

/** Keeps the stronger evidence. @returns whether it is the new one. */
export function strengthen(part: Part, evidence: Evidence): boolean {
  const before = part.evidence;
  part.evidence = stronger(before, evidence);
  return part.evidence !== before;
}

/** The part that stands for it. */
export function currentPart(part: Part): Part {
  let current = part;
  while (current.into !== null) current = current.into;
  return current;
}

/** Adds what is known of the same entity in a group that has been united with this one. */
export function absorbPart(part: Part, gone: Part): void {
  part.alerts += gone.alerts;
  part.forgotten += gone.forgotten;
  part.firing += gone.firing;
  part.suppressed += gone.suppressed;
  witness(part, gone.first);
  witness(part, gone.worst);
  if (gone.evidence !== null) strengthen(part, gone.evidence);
}

import type { Labels } from "../../../../shared/domain/event.ts";
import type { Scope } from "../../../../shared/domain/scope.ts";
import { DEPENDENCY_MS, FAR_DEPENDENCY_MS, SIBLING_MS, SIBLINGS_EXPECTED, SIBLINGS_LIMIT } from "../limits.ts";
import type { Entity } from "../topology.ts";
import { type Episode, gapBetween } from "./episode.ts";
import type { LinkKind } from "./part.ts";

/** Takes an episode that is linked: `other` has it, `via` is what links (the same, or the shared dependency). */
export type LinkVisitor = (episode: Episode, kind: LinkKind, other: Entity, via: Entity) => void;

/**
 * Visits every episode that is linked to a span of starts at an entity: at its dependencies and dependents up to two hops away,
 * and at entities that share a dependency with it. The relation is symmetric and depends only on entities and starts, and spans only
 * grow, so its closure is the same whatever order alerts arrive in (single-linkage clustering).
 */
export function visitLinks(entity: Entity, min: number, max: number, visit: LinkVisitor): void {
  const check = (other: Entity, withinMs: number, kind: LinkKind, via: Entity): void => {
    if (other === entity) return;
    for (const episode of other.episodes)
      if (gapBetween(episode, min, max) <= withinMs) visit(episode, kind, other, via);
  };
  for (const dependency of entity.dependencies) {
    check(dependency, DEPENDENCY_MS, "dependsOn", dependency);
    for (const far of dependency.dependencies) check(far, FAR_DEPENDENCY_MS, "dependsOnFar", far);
    const withinMs = siblingWindow(dependency);
    if (withinMs === 0) continue;
    for (const sibling of dependency.alertingDependents) check(sibling, withinMs, "sharedDependency", dependency);
  }
  for (const dependent of entity.alertingDependents) check(dependent, DEPENDENCY_MS, "neededBy", dependent);
  for (const dependent of entity.dependents) {
    for (const far of dependent.alertingDependents) check(far, FAR_DEPENDENCY_MS, "neededByFar", far);
  }
}

/** The more entities share a dependency, the more of them alert together by chance: the window shrinks in proportion. */
function siblingWindow({ dependents }: Entity): number {
  if (dependents.length > SIBLINGS_LIMIT) return 0;
  return SIBLING_MS * Math.min(1, SIBLINGS_EXPECTED / dependents.length);
}

/** How the other side would say it. */
export const INVERSE: Record<LinkKind, LinkKind> = {
  dependsOn: "neededBy",
  neededBy: "dependsOn",
  dependsOnFar: "neededByFar",
  neededByFar: "dependsOnFar",
  sharedDependency: "sharedDependency",
  sameLabel: "sameLabel",
  operator: "operator",
  rule: "rule",
};

/** Labels that name one workload: replicas of it are entities of their own that no edge joins. */
const STRONG_LABELS = ["k8s.deployment.name", "deployment", "statefulset", "daemonset", "rollout"] as const;
/** Labels within which a workload's name is unique. */
const NAMESPACES = ["k8s.cluster.name", "cluster", "k8s.namespace.name", "namespace"] as const;

const NONE: { key: string; text: string }[] = [];

/** The places where alerts with the same strong label meet. */
export function labelKeysOf(scope: Scope, labels: Labels): { key: string; text: string }[] {
  let found: { key: string; text: string }[] = NONE;
  for (const name of STRONG_LABELS) {
    const value = labels[name];
    if (!value) continue;
    const where = NAMESPACES.map((namespace) => labels[namespace] ?? "").join("/");
    found = [...found, { key: `${scope}/${name}=${value}/${where}`, text: `${name}=${value}` }];
  }
  return found;
}

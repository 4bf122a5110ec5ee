import type { IncidentDetail, InvolvedEntity } from "../../../shared/domain/incident.ts";

export type Impact = {
  /** Entities with a part in it, by id. */
  roles: ReadonlyMap<string, InvolvedEntity["role"]>;
  onset: ReadonlyMap<string, number>;
  /** Suspect changes, by the entity that they touched. */
  changes: ReadonlyMap<string, string>;
  /** `edgeKey` of the edges on a path from the cause to what it hit. */
  litEdges: ReadonlySet<string>;
  causeShare: number | null;
};

/** Ids may hold spaces, but no line end. */
export const edgeKey = (from: string, to: string): string => `${from}\n${to}`;

/** What an incident lights up on the map; everything else stays grey. */
export function impactOf(detail: IncidentDetail): Impact {
  const onset = new Map<string, number>();
  for (const { id, firstAlertAt } of detail.entities) if (firstAlertAt !== null) onset.set(id, firstAlertAt);
  const [likeliest] = detail.causes;
  return {
    // Only the likeliest cause is framed; the other candidates are part of the impact.
    roles: new Map(
      detail.entities.map(({ id, role }) => [id, role === "cause" && id !== likeliest?.entityId ? "effect" : role]),
    ),
    onset,
    // Of several changes at one entity the likeliest speaks: a map takes the last of equal keys.
    changes: new Map(detail.changes.toReversed().map((change) => [change.entityId, change.summary])),
    litEdges: new Set(detail.edges.filter((edge) => edge.lit).map((edge) => edgeKey(edge.from, edge.to))),
    causeShare: likeliest?.probability ?? null,
  };
}

/** An entity that the incident has hit or that caused it; neighbours are only context. */
export const isHit = (impact: Impact, id: string): boolean => {
  const role = impact.roles.get(id);
  return role === "cause" || role === "effect";
};

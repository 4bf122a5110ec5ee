import type { InvolvedEdge } from "../../../shared/domain/incident.ts";

type Edge = Omit<InvolvedEdge, "lit">;

/**
 * Marks the edges on a path from an affected entity along "depends on" to a cause: those whose tail is reached from an
 * affected entity and whose head reaches a cause. Two breadth-first searches, linear in the edges.
 */
export function litEdges(
  edges: readonly Edge[],
  causeIds: readonly string[],
  affectedIds: readonly string[],
): InvolvedEdge[] {
  const fromAffected = reached(
    affectedIds,
    neighbours(edges, (edge) => [edge.from, edge.to]),
  );
  const toCause = reached(
    causeIds,
    neighbours(edges, (edge) => [edge.to, edge.from]),
  );
  return edges.map((edge) => ({ ...edge, lit: fromAffected.has(edge.from) && toCause.has(edge.to) }));
}

function neighbours(edges: readonly Edge[], ends: (edge: Edge) => [string, string]): Map<string, string[]> {
  const next = new Map<string, string[]>();
  for (const edge of edges) {
    const [at, other] = ends(edge);
    const known = next.get(at);
    if (known) known.push(other);
    else next.set(at, [other]);
  }
  return next;
}

function reached(starts: readonly string[], next: ReadonlyMap<string, readonly string[]>): Set<string> {
  const seen = new Set(starts);
  for (const id of seen) for (const other of next.get(id) ?? []) seen.add(other);
  return seen;
}

import { missingEdges } from "./complete.ts";
import { stemOf } from "./names.ts";
import { type Rows, rowsOf } from "./rows.ts";

/** An entity as the topology describes it. */
export type EstateEntity = { id: string; kind: string };
/** `from` depends on `to`, both indexes of entities. `confidence` in (0,1]: an edge that was worked out may not be there. */
export type EstateEdge = { from: number; to: number; kind: string; confidence?: number };

/** The topology as correlation walks it. Strength in (0,1]: how much of a provider's trouble its dependent feels. */
export type Estate = {
  ids: string[];
  kinds: string[];
  providers: Rows;
  dependents: Rows;
  /** How far edges are believed that were worked out, by `edgeKey`. */
  inferred: Map<number, number>;
};

/** One number for an edge of an estate with so many entities. */
export const edgeKey = (from: number, to: number, entities: number): number => from * entities + to;

/** What one hop lets through when nothing is known of the edge: most dependents of what is down show it, not all. */
const ONE_HOP = 0.85;
/** Of several equivalents each carries a little more than its share: the rest is rarely sized to do without it. */
const SHARE_OF_EQUIVALENTS = 1.3;

/** Builds the rows. Of `n` equivalent providers (same kind, same kind of edge, names that differ in their number) each counts for about one nth. */
export function estateOf(entities: readonly EstateEntity[], edges: readonly EstateEdge[]): Estate {
  const told = withoutRepeats(edges, entities.length);
  const unique = withoutRepeats([...told, ...missingEdges(entities, told)], entities.length);
  const strengths = strengthsOf(entities, unique);
  const count = entities.length;
  return {
    ids: entities.map(({ id }) => id),
    kinds: entities.map(({ kind }) => kind),
    providers: rowsOf(count, (add) => unique.forEach(({ from, to }, index) => add(from, to, strengths[index]!))),
    dependents: rowsOf(count, (add) => unique.forEach(({ from, to }, index) => add(to, from, strengths[index]!))),
    inferred: new Map(
      unique.flatMap(({ from, to, confidence }) =>
        confidence === undefined ? [] : [[edgeKey(from, to, count), confidence] as const],
      ),
    ),
  };
}

function withoutRepeats(edges: readonly EstateEdge[], count: number): EstateEdge[] {
  const seen = new Set<number>();
  return edges.filter(({ from, to }) => {
    const key = edgeKey(from, to, count);
    if (from === to || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function strengthsOf(entities: readonly EstateEntity[], edges: readonly EstateEdge[]): number[] {
  const groups = edges.map(({ from, to, kind }) => {
    const { id, kind: entityKind } = entities[to]!;
    return `${from}/${kind}/${entityKind}/${stemOf(id)}`;
  });
  const sizes = new Map<string, number>();
  for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  return edges.map(({ confidence = 1 }, index) => {
    const equivalents = sizes.get(groups[index]!)!;
    return confidence * ONE_HOP * Math.min(1, SHARE_OF_EQUIVALENTS / equivalents);
  });
}

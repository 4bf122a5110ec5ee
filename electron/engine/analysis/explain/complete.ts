import type { EstateEdge, EstateEntity } from "./estate.ts";

/** An edge is worked out when at least this share of comparable entities have it. */
const AGREEMENT = 0.8;
const FEWEST_COMPARABLE = 3;
const MOST_COMPARABLE = 64;
/** What is worked out is believed a little less than what was told. */
const TRUST = 0.9;

/**
 * Edges that the topology most likely lacks. What is comparable (same kind, and uses something that this one uses) and agrees on a
 * provider suggests it (neighbourhood-based link prediction); and a part that nobody uses belongs to the one whose name it carries.
 */
export function missingEdges(entities: readonly EstateEntity[], edges: readonly EstateEdge[]): EstateEdge[] {
  const providers: EstateEdge[][] = entities.map(() => []);
  const dependents: EstateEdge[][] = entities.map(() => []);
  for (const edge of edges) {
    providers[edge.from]!.push(edge);
    dependents[edge.to]!.push(edge);
  }
  const found = entities.flatMap((_, entity) => byComparison(entities, providers, dependents, entity));
  return [...found, ...byName(entities, edges, dependents)];
}

function byComparison(
  entities: readonly EstateEntity[],
  providers: readonly EstateEdge[][],
  dependents: readonly EstateEdge[][],
  entity: number,
): EstateEdge[] {
  const has = new Set(providers[entity]!.map(({ to }) => to));
  const suggested = new Map<number, EstateEdge>();
  for (const { to: shared } of providers[entity]!) {
    const comparable = dependents[shared]!.filter(
      ({ from }) => from !== entity && entities[from]!.kind === entities[entity]!.kind,
    );
    if (comparable.length < FEWEST_COMPARABLE || comparable.length > MOST_COMPARABLE) continue;
    const counts = new Map<number, { count: number; kind: string }>();
    for (const { from } of comparable) {
      for (const { to, kind } of providers[from]!) {
        const known = counts.get(to);
        if (known === undefined) counts.set(to, { count: 1, kind });
        else known.count++;
      }
    }
    for (const [to, { count, kind }] of counts) {
      const agreement = count / comparable.length;
      if (agreement < AGREEMENT || has.has(to) || to === entity) continue;
      const confidence = TRUST * agreement;
      if (confidence > (suggested.get(to)?.confidence ?? 0)) suggested.set(to, { from: entity, to, kind, confidence });
    }
  }
  return [...suggested.values()];
}

/** Where the users of a kind mostly carry the names of their parts, a part without user belongs to the one with its stem. */
function byName(
  entities: readonly EstateEntity[],
  edges: readonly EstateEdge[],
  dependents: readonly EstateEdge[][],
): EstateEdge[] {
  const named = new Map<string, { of: number; matching: number; kind: string; userKind: string }>();
  for (const { from, to, kind } of edges) {
    const part = entities[to]!;
    const user = entities[from]!;
    const key = `${part.kind}/${user.kind}/${kind}`;
    const known = named.get(key) ?? { of: 0, matching: 0, kind, userKind: user.kind };
    known.of++;
    if (isPartOf(part.id, user.id)) known.matching++;
    named.set(key, known);
  }
  const users = new Map(entities.map(({ id, kind }, index) => [`${kind}/${id.toLowerCase()}`, index]));
  const found: EstateEdge[] = [];
  for (const [key, { of, matching, kind, userKind }] of named) {
    if (matching < AGREEMENT * of) continue;
    const partKind = key.slice(0, key.indexOf("/"));
    entities.forEach((part, to) => {
      if (part.kind !== partKind || dependents[to]!.length > 0) return;
      const from = ownerOf(part.id, userKind, users);
      if (from !== undefined && from !== to) found.push({ from, to, kind, confidence: TRUST });
    });
  }
  return found;
}

const isPartOf = (part: string, user: string): boolean =>
  part.length > user.length && part.toLowerCase().startsWith(`${user.toLowerCase()}-`);

/** The longest beginning of the part's name that is a user's. */
function ownerOf(part: string, userKind: string, users: ReadonlyMap<string, number>): number | undefined {
  const name = part.toLowerCase();
  for (let end = name.lastIndexOf("-"); end > 0; end = name.lastIndexOf("-", end - 1)) {
    const owner = users.get(`${userKind}/${name.slice(0, end)}`);
    if (owner !== undefined) return owner;
  }
  return undefined;
}

import { edgeKey, type Estate } from "../estate.ts";
import { partsOf } from "../upstream.ts";
import { MAXIMUM_HOPS, OWN_PART } from "../weights.ts";

/**
 * How trouble gets from a root to an entity: "dependency" up the edges, "part" to what only the root uses, "itself" at the root, "beside" where
 * no path is known. `entities` from the root on; `strength` is the product along it; `inferred` are its edges that nobody told of.
 */
export type Path = {
  kind: "itself" | "dependency" | "part" | "beside";
  entities: number[];
  strength: number;
  inferred: { from: number; to: number; confidence: number }[];
};

type Step = { strength: number; towards: number };

/** The strongest path; found from the entity's end, where there are fewer ways to go. */
export function pathBetween(estate: Estate, root: number, entity: number): Path {
  if (root === entity) return { kind: "itself", entities: [root], strength: 1, inferred: [] };
  const steps = stepsFrom(estate, root, entity);
  const last = steps.get(root);
  if (last !== undefined) {
    const entities = [root];
    for (let at = root; at !== entity; at = entities.at(-1)!) entities.push(steps.get(at)!.towards);
    return { kind: "dependency", entities, strength: last.strength, inferred: inferredOf(estate, entities) };
  }
  if (partsOf(estate, root).includes(entity))
    return { kind: "part", entities: [root, entity], strength: OWN_PART, inferred: [] };
  return { kind: "beside", entities: [entity], strength: 0, inferred: [] };
}

/** By entity on the way to the root: how much of its trouble gets to the end, and by which dependent. */
function stepsFrom({ providers }: Estate, root: number, entity: number): Map<number, Step> {
  const steps = new Map<number, Step>([[entity, { strength: 1, towards: entity }]]);
  let layer = [entity];
  for (let hops = 0; hops < MAXIMUM_HOPS && layer.length > 0; hops++) {
    const next = new Set<number>();
    for (const node of layer) {
      if (node === root) continue;
      const { strength } = steps.get(node)!;
      for (let edge = providers.start[node]!; edge < providers.start[node + 1]!; edge++) {
        const through = strength * providers.strength[edge]!;
        if (through <= (steps.get(providers.to[edge]!)?.strength ?? 0)) continue;
        steps.set(providers.to[edge]!, { strength: through, towards: node });
        next.add(providers.to[edge]!);
      }
    }
    layer = [...next];
  }
  return steps;
}

function inferredOf({ inferred, ids }: Estate, entities: readonly number[]): Path["inferred"] {
  const found: Path["inferred"] = [];
  for (let hop = 0; hop + 1 < entities.length; hop++) {
    const [to, from] = [entities[hop]!, entities[hop + 1]!];
    const confidence = inferred.get(edgeKey(from, to, ids.length));
    if (confidence !== undefined) found.push({ from, to, confidence });
  }
  return found;
}

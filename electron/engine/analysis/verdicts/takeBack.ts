import { rootOf } from "../correlation/group.ts";
import { unite } from "../correlation/unite.ts";
import type { Proposals } from "../proposals.ts";
import type { State } from "../state/state.ts";
import { separable, takeOut } from "./part.ts";
import { dropVerdict, type Standing } from "./standing.ts";

/** Undoes a verdict as far as what it was about is still there. From here on the evidence alone decides again. */
export function takeBackVerdict(state: State, proposals: Proposals, id: string, by: string): void {
  const standing = state.verdicts.get(id);
  if (standing === undefined) return;
  dropVerdict(state, id);
  if (standing.kind === "merge") restore(state, proposals, standing, by);
  else if (standing.kind === "split") rejoin(state, proposals, standing, by);
  else allow(state, standing);
}

type Of<K extends Standing["kind"]> = Extract<Standing, { kind: K }>;

/** The incident that was merged away is there again, with what still alerts of what was its own. */
function restore(state: State, proposals: Proposals, { group, gone, entities }: Of<"merge">, by: string): void {
  const from = rootOf(group);
  const current = entities.map((number) => {
    const entity = state.topology.entities.get(number);
    return entity?.into?.number ?? number;
  });
  const parts = separable(state, from, new Set(current));
  if (parts === undefined || from.incident === null) return;
  const at = state.clock.now;
  const { id: incidentId } = from.incident;
  proposals.add({ kind: "restore", incidentId: gone.id, from: incidentId, at });
  takeOut(state, from, parts, { by, incidentOf: () => ({ ...gone, resolvedAt: 0 }) });
}

function rejoin(state: State, proposals: Proposals, { group, out }: Of<"split">, by: string): void {
  const [into, from] = [rootOf(group), rootOf(out)];
  if (into === from || into.incident === null) return;
  const reasons = [{ code: "why.rejoinedBy", params: { by }, weight: 1 }];
  unite(state, proposals, into, from, reasons, into.incident);
}

function allow(state: State, { group, combination }: Of<"not-cause">): void {
  if (combination !== null) state.countRefuted(combination, -1);
  state.noteNews(rootOf(group));
}

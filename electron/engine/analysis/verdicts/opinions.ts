import { combinationOf, type Opinions } from "../causes/opinions.ts";
import { rankCauses } from "../causes/rank.ts";
import { signsAround } from "../causes/signs.ts";
import { type Group, rootOf } from "../correlation/group.ts";
import type { State } from "../state/state.ts";
import type { Entity } from "../topology.ts";

/** What operators have said about the causes of this incident, and of others before. */
export function opinionsOn({ verdicts, topology, refuted }: State, group: Group): Opinions {
  const ruledOut = new Map<Entity, string>();
  for (const standing of verdicts.values()) {
    if (standing.kind !== "not-cause" || rootOf(standing.group) !== group) continue;
    const entity = topology.entities.get(standing.entity);
    if (entity !== undefined) ruledOut.set(entity.into ?? entity, standing.by);
  }
  return { ruledOut, timesRefuted: (combination) => refuted.get(`${group.scope}/${combination}`) ?? 0 };
}

/** The kind of a candidate and what spoke for it most, as `State.refuted` counts them; null when it is none. */
export function combinationIn(state: State, group: Group, entity: Entity): string | null {
  const startedAt = group.parts.reduce((first, part) => Math.min(first, part.first.at), Infinity);
  const known = state.changes.before(group.scope, startedAt);
  const { ranked } = rankCauses(
    group.parts,
    known,
    opinionsOn(state, group),
    signsAround(state.signs.values(), startedAt),
  );
  const found = ranked.find(({ evidence }) => evidence.candidate.entity === entity);
  const combination = found === undefined ? null : combinationOf(found.evidence);
  return combination === null ? null : `${group.scope}/${combination}`;
}

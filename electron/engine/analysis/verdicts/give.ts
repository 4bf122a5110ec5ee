import type { IncidentId } from "../../../../shared/domain/incident.ts";
import type { VerdictLogged } from "../../../../shared/domain/log.ts";
import type { Scope } from "../../../../shared/domain/scope.ts";
import type { Verdict } from "../../../../shared/domain/verdict.ts";
import type { Group } from "../correlation/group.ts";
import { partOf } from "../correlation/part.ts";
import { isOlder, unite } from "../correlation/unite.ts";
import { incidentIdOf } from "../identity.ts";
import type { Proposals } from "../proposals.ts";
import type { State } from "../state/state.ts";
import { combinationIn } from "./opinions.ts";
import { separable, takeOut } from "./part.ts";
import { dropParting, setVerdict } from "./standing.ts";

type Given<K extends Verdict["kind"]> = Extract<Verdict, { kind: K }>;
type Saying = { state: State; proposals: Proposals; scope: Scope; id: string; by: string };

/** Takes in what an operator says. What it speaks of may have ended meanwhile: then it changes nothing. */
export function giveVerdict(
  state: State,
  proposals: Proposals,
  scope: Scope,
  { verdictId, by, verdict }: VerdictLogged,
): void {
  const saying: Saying = { state, proposals, scope, id: verdictId, by };
  if (verdict.kind === "merge") merge(saying, verdict);
  else if (verdict.kind === "split") split(saying, verdict);
  else ruleOut(saying, verdict);
}

const groupOf = ({ state, scope }: Saying, incidentId: IncidentId): Group | undefined =>
  [...state.groups.values()].find((group) => group.incident?.id === incidentId && group.scope === scope);

/** Must link: groups are never parted again but by another verdict. */
function merge(saying: Saying, { incidentId, otherId }: Given<"merge">): void {
  const { state, proposals, id, by } = saying;
  const [one, other] = [groupOf(saying, incidentId), groupOf(saying, otherId)];
  if (one === undefined || other === undefined || one === other) return;
  dropParting(state, one, other);
  const [older, younger] = isOlder(one.incident!, other.incident!) ? [one, other] : [other, one];
  const gone = { ...younger.incident!, resolvedAt: 0 };
  const entities = younger.parts
    .filter(({ entity }) => partOf(entity, older) === undefined)
    .map(({ entity }) => entity.number)
    .sort((left, right) => left - right);
  const group = unite(state, proposals, older, younger, [{ code: "why.mergedBy", params: { by }, weight: 1 }]);
  setVerdict(state, id, { kind: "merge", group, gone, entities });
}

/** Cannot link: see `isKeptApart`. */
function split(saying: Saying, { incidentId, entityIds }: Given<"split">): void {
  const { state, proposals, scope, id, by } = saying;
  const group = groupOf(saying, incidentId);
  if (group === undefined) return;
  const entities = new Set(entityIds.map((entityId) => state.entity(scope, entityId).number));
  const parts = separable(state, group, entities);
  if (parts === undefined) return;
  const out = takeOut(state, group, parts, {
    by,
    incidentOf(founder) {
      const incident = { id: incidentIdOf(scope, founder, id), founder, resolvedAt: 0 };
      const { startedAt } = founder;
      proposals.add({ kind: "open", incidentId: incident.id, scope, startedAt, openedAt: state.clock.now });
      return incident;
    },
  });
  setVerdict(state, id, { kind: "split", group, out });
}

/** Counts for the future, too: the same kind of entity for the same reason is a little less likely from now on. */
function ruleOut(saying: Saying, { incidentId, entityId }: Given<"not-cause">): void {
  const { state, scope, id, by } = saying;
  const group = groupOf(saying, incidentId);
  if (group === undefined) return;
  const entity = state.entity(scope, entityId);
  const combination = combinationIn(state, group, entity);
  if (combination !== null) state.countRefuted(combination, 1);
  setVerdict(state, id, { kind: "not-cause", group, entity: entity.number, by, combination });
  state.noteNews(group);
}

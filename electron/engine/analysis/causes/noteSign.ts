import type { FindingSeen } from "../../../../shared/domain/finding.ts";
import { rootOf } from "../correlation/group.ts";
import type { State } from "../state/state.ts";
import { nearby } from "./noteChange.ts";
import type { Sign } from "./signs.ts";

/** Signs that are remembered; of more the oldest go. */
const MAXIMUM_SIGNS = 2_000;
/** What ended so long ago speaks for no cause any more. */
const FORGOTTEN_MS = 60 * 60_000;

/** Remembers what was found at an entity, and has incidents near it assessed again when that is new or over. */
export function noteSign(state: State, { id, scope, kind, entityId, since, endedAt }: FindingSeen): void {
  // What is to come is no sign of what has happened.
  if (entityId === null || kind === "forecast") return;
  const known = state.signs.get(id);
  if (known !== undefined && known.endedAt === endedAt) return;
  const entity = state.entity(scope, entityId);
  put(state, { id, entity, kind, since, endedAt, isDismissed: known?.isDismissed ?? false });
  if (state.signs.size <= MAXIMUM_SIGNS) return;
  const all = [...state.signs.values()];
  drop(state, all.reduce((oldest, sign) => (isOlder(sign, oldest) ? sign : oldest)).id);
}

/** An operator says that a finding is none, or takes that back. */
export function judgeSign(state: State, id: string, isDismissed: boolean): void {
  const sign = state.signs.get(id);
  if (sign !== undefined && sign.isDismissed !== isDismissed) put(state, { ...sign, isDismissed });
}

/** Forgets what is long over. */
export function sweepSigns(state: State): void {
  for (const { id, endedAt } of state.signs.values())
    if (endedAt !== null && state.clock.now - endedAt > FORGOTTEN_MS) drop(state, id);
}

function put(state: State, sign: Sign): void {
  state.signs.set(sign.id, sign);
  state.touched.signs.add(sign.id);
  for (const entity of nearby(sign.entity)) {
    for (const { group } of entity.episodes) {
      const root = rootOf(group);
      if (state.groups.has(root.number)) state.noteNews(root);
    }
  }
}

const isOlder = (left: Sign, right: Sign): boolean =>
  left.since < right.since || (left.since === right.since && left.id < right.id);

function drop(state: State, id: string): void {
  state.signs.delete(id);
  state.touched.signs.add(id);
}

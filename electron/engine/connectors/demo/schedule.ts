import type { Estate, EstateEntity } from "./estate.ts";
import { withRole } from "./estate.ts";
import { callersOf, faultAt, type Fault } from "./fault.ts";
import { HOUR, type FaultKind } from "./faultKind.ts";
import { FAULT_KINDS } from "./faults/index.ts";
import { between, choose, roll, shuffled } from "./random.ts";
import { FIRST_SLOT_MS, OPENING, OPENING_ENDS_MS, SLOT_MS, type ScriptedFault } from "./script.ts";

/** No fault is felt longer than this, trigger and after-effects included; so a window needs to look back no further. */
export const LONGEST_MS = HOUR;

/** Neighbouring slots draw from different quarters of the candidates, so a thing that is broken does not break again. */
const QUARTERS = 4;

/** A fault that is due, not yet worked out; null where the opening story must be left alone and nothing else can break. */
export type Planned = { id: string; fault: (estate: Estate) => Fault | null };

/** The faults that may be felt between two moments (ms since the simulation began), `to` included. Nothing is accumulated. */
export function plannedBetween(from: number, to: number): Planned[] {
  const opening = OPENING.filter(({ fromMs, toMs }) => fromMs - LONGEST_MS <= to && toMs + LONGEST_MS >= from);
  const first = Math.max(0, Math.floor((from - LONGEST_MS - FIRST_SLOT_MS) / SLOT_MS));
  const last = Math.floor((to + SLOT_MS - FIRST_SLOT_MS) / SLOT_MS);
  const planned: Planned[] = opening.map((scripted) => ({
    id: scripted.id,
    fault: (estate) => fromScript(estate, scripted),
  }));
  for (let slot = first; slot <= last; slot++)
    planned.push({ id: `slot-${slot}`, fault: (estate) => fromSlot(estate, slot) });
  return planned;
}

function fromScript(estate: Estate, { id, kind, fromMs, toMs, where }: ScriptedFault): Fault {
  const roots = rootsOf(estate, kind);
  const candidates =
    where === "story" ? roots.filter(({ group }) => group === estate.storyGroup) : awayFromStory(estate, kind);
  return faultAt(estate, id, kind, choose(candidates, roll(estate.seed, id, "root")), fromMs, toMs);
}

/** Roots whose fault is not felt in the story's part, and that nothing there depends on as far as there are such. */
function awayFromStory(estate: Estate, kind: FaultKind): EstateEntity[] {
  const unfelt = rootsOf(estate, kind).filter((root) => !reachesStory(estate, root, kind));
  const apart = unfelt.filter(({ key }) => !estate.storyGround.has(key));
  return apart.length > 0 ? apart : unfelt;
}

function fromSlot(estate: Estate, slot: number): Fault | null {
  const id = `slot-${slot}`;
  const luck = (what: string): number => roll(estate.seed, id, what);
  const kind = kindOf(estate, slot);
  const from = FIRST_SLOT_MS + slot * SLOT_MS + luck("onset") * SLOT_MS * 0.7;
  const allowed =
    from < OPENING_ENDS_MS
      ? awayFromStory(estate, kind).filter((root) => !isInOpening(estate, root))
      : rootsOf(estate, kind);
  const quarter = allowed.filter((_, index) => index % QUARTERS === slot % QUARTERS);
  const candidates = quarter.length > 0 ? quarter : allowed;
  if (candidates.length === 0) return null;
  return faultAt(
    estate,
    id,
    kind,
    choose(candidates, luck("root")),
    from,
    from + between(kind.durationMs, luck("duration")),
  );
}

function isInOpening(estate: Estate, root: EstateEntity): boolean {
  return OPENING.some((scripted) => fromScript(estate, scripted).root === root);
}

/** Every kind lies in a bag as often as it weighs; slot by slot one is taken out, and an empty bag is filled and shaken anew. */
function kindOf(estate: Estate, slot: number): FaultKind {
  const bag = FAULT_KINDS.filter((kind) => rootsOf(estate, kind).length > 0).flatMap((kind) =>
    Array.from({ length: kind.weight }, () => kind),
  );
  return shuffled(bag, estate.seed, `bag ${Math.floor(slot / bag.length)}`)[slot % bag.length]!;
}

function rootsOf(estate: Estate, kind: FaultKind): EstateEntity[] {
  const roots = withRole(estate, ...kind.roots);
  return kind.trigger?.on === "dependent" ? roots.filter((root) => callersOf(estate, root).length > 0) : roots;
}

/** Whether a fault that begins here could be felt in the story's part. */
function reachesStory(estate: Estate, root: EstateEntity, kind: FaultKind): boolean {
  let near = [root];
  for (let hops = 0; hops <= kind.spread.maximumHops; hops++) {
    if (near.some(({ group }) => group === estate.storyGroup)) return true;
    near = near.flatMap((entity) => estate.dependents.get(entity.key) ?? []);
  }
  return false;
}

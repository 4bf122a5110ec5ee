import { fingerprintOf, choose, roll } from "./random.ts";
import type { Role } from "./estate.ts";
import type { Life } from "./lives.ts";
import { MINUTE } from "./faultKind.ts";
import { PEOPLE } from "./words.ts";

/** An acknowledgement that somebody made in the tool itself. Times in ms since the simulation began. */
export type ColleagueAcknowledgement = { effectId: string; by: string; note: string; from: number; until: number };

/** For how long a colleague's acknowledgement holds. */
const HOLDS_MS = 60 * MINUTE;

/** In the opening the quiet fault is taken before anybody looks, the loud one some minutes after, so that a conflict can be met. */
const OPENING: Readonly<Record<string, { role: Role; afterMs: number }>> = {
  "opening-disk": { role: "databaseHost", afterMs: 4 * MINUTE },
  "opening-uplink": { role: "uplink", afterMs: 23 * MINUTE },
};

/** How many of the later faults a colleague takes part in, and in how many of their alerts. */
const SHARE_OF_FAULTS = 0.4;
const SHARE_OF_ALERTS = 0.25;

const NOTES = ["looking into it", "known, ticket is open", "on site in 30 min", "vendor informed"] as const;

/** Whether a colleague acknowledged this life of an alert at the tool, and from when on. */
export function colleagueFor(seed: number, { condition, from }: Life): ColleagueAcknowledgement | null {
  const { faultId, handle } = condition;
  if (faultId === null || condition.pulseMs) return null;
  const luck = (what: string): number => roll(seed, "colleague", faultId, handle, what);
  const afterMs = delayOf(seed, condition.entity.role, faultId, luck);
  if (afterMs === null) return null;
  return {
    effectId: `colleague-${fingerprintOf(faultId, handle, String(from))}`,
    by: choose(PEOPLE, luck("by")),
    note: choose(NOTES, luck("note")),
    from: from + afterMs,
    until: from + afterMs + HOLDS_MS,
  };
}

function delayOf(seed: number, role: Role, faultId: string, luck: (what: string) => number): number | null {
  const opening = OPENING[faultId];
  if (opening) return opening.role === role ? opening.afterMs : null;
  if (
    faultId.startsWith("opening-") ||
    roll(seed, "colleague", faultId) >= SHARE_OF_FAULTS ||
    luck("alert") >= SHARE_OF_ALERTS
  )
    return null;
  return (1 + luck("after") * 5) * MINUTE;
}

import { z } from "zod";
import { LAYERS } from "./layers.ts";
import { layoutOf, type MapLayout, NODE, type Placeable } from "./layout.ts";

const Remembered = z.array(
  z.object({
    id: z.string(),
    name: z.string(),
    site: z.string().nullable(),
    group: z.string().nullable(),
    layer: z.enum(LAYERS),
  }),
);

export type Placement = {
  layout: MapLayout;
  /** What to remember: the next placement with it keeps every entity where it is now. */
  remembered: Placeable[];
  /** Entities that came since and wait in a lane of their own below, until somebody tidies. */
  arrivals: string[];
};

/** More arrivals than this share of the map, and keeping places would make no map. */
const ARRIVAL_SHARE = 0.25;
const FEW_ARRIVALS = 12;
const ARRIVALS_PER_ROW = 5;

/**
 * Places `current`, keeping what is remembered where it was: an entity that vanished leaves its gap, one that is new goes
 * below. Only a map that is mostly new, or an empty memory, is laid out afresh.
 */
export function placeOver(remembered: readonly Placeable[], current: readonly Placeable[]): Placement {
  const known = new Set(remembered.map((item) => item.id));
  const arrivals = current.filter((item) => !known.has(item.id));
  const present = current.length - arrivals.length;
  const tooManyNew = arrivals.length > Math.max(FEW_ARRIVALS, current.length * ARRIVAL_SHARE);
  const tooManyGaps = remembered.length - present > Math.max(FEW_ARRIVALS, remembered.length * ARRIVAL_SHARE);
  if (present === 0 || tooManyNew || tooManyGaps)
    return { layout: layoutOf(current), remembered: [...current], arrivals: [] };
  return {
    layout: withArrivals(layoutOf(remembered), arrivals),
    remembered: [...remembered],
    arrivals: arrivals.map((item) => item.id),
  };
}

/** A lane below the map, filled row by row; the key of its group is `arrivals`. */
function withArrivals(layout: MapLayout, arrivals: readonly Placeable[]): MapLayout {
  if (arrivals.length === 0) return layout;
  const ids = arrivals.map((item) => item.id);
  const rows = Math.ceil(ids.length / ARRIVALS_PER_ROW);
  const lane = { site: ARRIVALS, x: 8, y: layout.height, width: layout.width - 8, height: 50 + rows * 26, ids };
  const positions = new Map(layout.positions);
  ids.forEach((id, index) => {
    const column = index % ARRIVALS_PER_ROW;
    const x = 28 + column * (NODE.width + 24) + NODE.width / 2;
    positions.set(id, { x, y: lane.y + 40 + Math.floor(index / ARRIVALS_PER_ROW) * 26 + NODE.height / 2 });
  });
  return { ...layout, positions, lanes: [...layout.lanes, lane], height: layout.height + lane.height + 12 };
}

/** The site name of the lane of arrivals; a space cannot begin a real one. */
export const ARRIVALS = " arrivals";

/** Reads what was stored; anything unreadable counts as no memory, and the map is laid out afresh. */
export function parseRemembered(stored: string | null): Placeable[] {
  if (stored === null) return [];
  try {
    const parsed = Remembered.safeParse(JSON.parse(stored));
    return parsed.success ? parsed.data : [];
  } catch {
    return [];
  }
}

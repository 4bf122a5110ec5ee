import type { WallSource } from "./wallFreshness.ts";

/** Type of the footer in wall units, and how wide a character of it is on average (condensed). */
const CHARACTER_UNITS = 37;
const GAP_UNITS = 96;
const STALE_UNITS = { character: 46, around: 240 } as const;
const MORE_UNITS = 560;
/** Only so many stale sources have a name; more than that is said as a number, as loudly. */
const STALE_NAMED = 2;

export type Footer = { stale: WallSource[]; moreStale: number; fresh: WallSource[]; moreFresh: number };

/** What fits into the footer's width: stale sources first and large, then the fresh ones, then how many are left out. */
export function footerOf(sources: readonly WallSource[], widthUnits: number): Footer {
  const allStale = sources.filter((source) => source.stale);
  const stale = allStale.slice(0, STALE_NAMED);
  const moreStale = allStale.length - stale.length;
  const loudUnits = stale.reduce(
    (sum, source) => sum + STALE_UNITS.around + (source.name.length + 14) * STALE_UNITS.character,
    0,
  );
  let left = widthUnits - loudUnits - (moreStale > 0 ? MORE_UNITS : 0);
  const all = sources.filter((source) => !source.stale);
  const fresh: WallSource[] = [];
  for (const source of all) {
    const width = GAP_UNITS + source.name.length * CHARACTER_UNITS;
    const needed = fresh.length + 1 < all.length ? width + MORE_UNITS : width;
    if (needed > left) break;
    left -= width;
    fresh.push(source);
  }
  return { stale, moreStale, fresh, moreFresh: all.length - fresh.length };
}

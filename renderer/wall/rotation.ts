/** How long a page stands before the next comes. */
export const PAGE_MS = 20_000;
/** How long the first page is held after new critical trouble. */
export const HOLD_MS = 120_000;

/** Where the rotation stands; `page` 0 has the worst incidents. */
export type Rotation = { page: number; turnedAt: number; heldUntil: number };

export const startRotation = (now: number): Rotation => ({ page: 0, turnedAt: now, heldUntil: now });

/** The next state of the rotation. New critical trouble brings the first page and holds it. */
export function turn(rotation: Rotation, pages: number, newTrouble: boolean, now: number): Rotation {
  if (newTrouble) return { page: 0, turnedAt: now, heldUntil: now + HOLD_MS };
  if (rotation.page >= pages) return { ...rotation, page: 0, turnedAt: now };
  if (pages <= 1 || now < rotation.heldUntil || now - rotation.turnedAt < PAGE_MS) return rotation;
  return { ...rotation, page: (rotation.page + 1) % pages, turnedAt: now };
}

/** Rows of a page: the first page has one big and `perFirst` rows, the others `perPage`. */
export function pagesOf<T>(rows: readonly T[], perFirst: number, perPage: number): T[][] {
  const pages = [rows.slice(0, perFirst)];
  for (let start = perFirst; start < rows.length; start += perPage) pages.push(rows.slice(start, start + perPage));
  return pages;
}

/** Criticals that were not there before; the set of ids is replaced, never grown. */
export function newCriticals(
  before: ReadonlySet<string>,
  incidents: readonly { id: string; severity: string }[],
): { ids: Set<string>; fresh: boolean } {
  const ids = new Set(incidents.filter((incident) => incident.severity === "critical").map((incident) => incident.id));
  return { ids, fresh: [...ids].some((id) => !before.has(id)) };
}

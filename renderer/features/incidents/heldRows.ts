/** The least that a row needs to be held: an identity. */
export type Identified = { id: string };

/**
 * The order to show while a hand is on the list: rows keep their places with their newest data, rows that left stay as
 * they were, and rows that came wait outside and are counted. Let go, and the latest order shows.
 */
export function heldRows<T extends Identified>(
  shown: readonly T[],
  latest: readonly T[],
  held: boolean,
): { rows: readonly T[]; waiting: number } {
  if (!held || shown.length === 0) return { rows: latest, waiting: 0 };
  const newest = new Map(latest.map((row) => [row.id, row]));
  const known = new Set(shown.map(({ id }) => id));
  return {
    rows: shown.map((row) => newest.get(row.id) ?? row),
    waiting: latest.filter(({ id }) => !known.has(id)).length,
  };
}

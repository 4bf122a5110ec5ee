/**
 * Edits (insert, delete, replace, swap of neighbours) from one word to another.
 * Optimal string alignment: Damerau, "A technique for computer detection and correction of spelling errors", CACM 1964.
 */
function editDistance(from: string, to: string): number {
  const rows: number[][] = [Array.from({ length: to.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1];
      let best = Math.min(
        at(rows, row - 1, column) + 1,
        current[column - 1]! + 1,
        at(rows, row - 1, column - 1) + (same ? 0 : 1),
      );
      const swapped = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      if (swapped) best = Math.min(best, at(rows, row - 2, column - 2) + 1);
      current.push(best);
    }
    rows.push(current);
  }
  return at(rows, from.length, to.length);
}

const at = (rows: readonly number[][], row: number, column: number): number => rows[row]![column]!;

const SHORTEST_BEGINNING = 3;

/** The word that was probably meant: at most a third of its letters differ, or it was cut short, letter case aside. */
export function nearestOf(word: string, known: readonly string[]): string | undefined {
  let best: { name: string; distance: number } | undefined;
  for (const name of known) {
    const distance = editDistance(word.toLowerCase(), name.toLowerCase());
    if (distance <= Math.max(1, Math.floor(name.length / 3)) && distance < (best?.distance ?? Infinity))
      best = { name, distance };
  }
  const beginning = word.toLowerCase();
  const begun = known.filter((name) => name.toLowerCase().startsWith(beginning));
  return best?.name ?? (beginning.length >= SHORTEST_BEGINNING && begun.length === 1 ? begun[0] : undefined);
}

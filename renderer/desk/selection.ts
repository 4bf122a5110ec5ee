/** The row `step` away from the selected one; it stops at both ends, and begins at the top when none is selected. */
export function neighbourOf(rows: readonly { id: string }[], selectedId: string | null, step: 1 | -1): string | null {
  const at = rows.findIndex(({ id }) => id === selectedId);
  const next = at === -1 ? 0 : Math.min(rows.length - 1, Math.max(0, at + step));
  return rows[next]?.id ?? null;
}

import type { Source } from "../../shared/domain/source.ts";

export type WallSource = { id: string; name: string; stale: boolean; sinceMs: number | null; failing: boolean };

/** Stale first, the longest silent of them first; the rest by name. Disabled sources are not expected to speak. */
export function wallSources(sources: readonly Source[], now: number): WallSource[] {
  return sources
    .filter((source) => source.state !== "disabled")
    .map((source) => ({
      id: source.id,
      name: source.name,
      stale: source.state === "stale",
      sinceMs: source.staleSince === null ? null : Math.max(0, now - source.staleSince),
      failing: source.failure !== null,
    }))
    .sort(
      (a, b) => Number(b.stale) - Number(a.stale) || (b.sinceMs ?? 0) - (a.sinceMs ?? 0) || (a.name < b.name ? -1 : 1),
    );
}

/** Since when nothing at all has been fresh, or null while any source is. */
export function allStaleSince(sources: readonly Source[]): number | null {
  const expected = sources.filter((source) => source.state !== "disabled");
  if (expected.length === 0 || expected.some((source) => source.state !== "stale")) return null;
  return Math.max(...expected.map((source) => source.staleSince ?? 0));
}

import type { Source } from "../../shared/domain/source.ts";

/** Chooses what the strip shows: stale ones always and last, then as many others as fit, in the order of the configuration. */
export function stripOf(sources: readonly Source[], room: number): { shown: Source[]; hidden: number } {
  const stale = sources.filter(({ state }) => state === "stale");
  const others = sources.filter(({ state }) => state !== "stale");
  const shown = [...others.slice(0, Math.max(0, room - stale.length)), ...stale];
  return { shown, hidden: sources.length - shown.length };
}

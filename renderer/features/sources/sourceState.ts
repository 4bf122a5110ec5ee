import type { Source } from "../../../shared/domain/source.ts";

/** Most in need of a person first: failing, stale, starting, live, disabled; by name within. */
export function orderSources(sources: readonly Source[]): Source[] {
  return sources.toSorted((a, b) => urgency(b) - urgency(a) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

function urgency(source: Source): number {
  if (source.state === "disabled") return 0;
  if (source.state === "stale") return 4;
  if (source.failure !== null) return 3;
  return source.state === "starting" ? 2 : 1;
}

/** The reasons for which something of a source was left out, the commonest first. */
export function ignoredOf(source: Source): { reason: string; count: number }[] {
  const reasons = Object.entries(source.ignored).map(([reason, count]) => ({ reason, count }));
  return reasons.filter(({ count }) => count > 0).sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1));
}

/** An id for a new source that none has: the kind, then the kind with a number. */
export function freeId(kind: string, taken: readonly string[]): string {
  const base = kind.toLowerCase().replace(/[^a-z0-9-]+/g, "-") || "source";
  if (!taken.includes(base)) return base;
  let number = 2;
  while (taken.includes(`${base}-${number}`)) number += 1;
  return `${base}-${number}`;
}

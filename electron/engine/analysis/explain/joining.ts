/** Alerts with what one fault of them all is worth. */
type Part = { entries: number[]; worth: number };

/**
 * Joins sets of alerts for as long as that loses nothing by `worth`, the pair that gains most first (agglomerative clustering by description
 * length).
 */
export function joined(sets: readonly number[][], worth: (entries: readonly number[]) => number): number[][] {
  const parts: Part[] = sets.map((entries) => ({ entries, worth: worth(entries) }));
  for (;;) {
    let best: { one: number; other: number; joint: Part; gain: number } | undefined;
    for (let one = 0; one < parts.length; one++) {
      for (let other = one + 1; other < parts.length; other++) {
        const entries = [...parts[one]!.entries, ...parts[other]!.entries];
        const joint = { entries, worth: worth(entries) };
        const gain = joint.worth - parts[one]!.worth - parts[other]!.worth;
        if (gain >= 0 && (best === undefined || gain > best.gain)) best = { one, other, joint, gain };
      }
    }
    if (best === undefined) return parts.map(({ entries }) => entries);
    parts[best.one] = best.joint;
    parts.splice(best.other, 1);
  }
}

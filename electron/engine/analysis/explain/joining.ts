/** Alerts with what one fault of them all is worth. */
type Part = { entries: number[]; worth: number };

/**
 * Joins sets of alerts for as long as that loses nothing by `worth`, the pair that gains most first (agglomerative clustering by description
 * length). `worth` need not be right below `least`.
 */
export function joined(
  sets: readonly number[][],
  worth: (entries: readonly number[], least: number) => number,
): number[][] {
  const parts: Part[] = sets.map((entries) => ({ entries, worth: worth(entries, 0) }));
  const known = new Map<Part, Map<Part, Part>>(parts.map((part) => [part, new Map<Part, Part>()]));
  const jointOf = (one: Part, other: Part): Part => {
    let joint = known.get(one)!.get(other);
    if (joint === undefined) {
      const entries = [...one.entries, ...other.entries];
      joint = { entries, worth: worth(entries, one.worth + other.worth) };
      known.get(one)!.set(other, joint);
    }
    return joint;
  };
  for (;;) {
    let best: { one: number; other: number; joint: Part; gain: number } | undefined;
    for (let one = 0; one < parts.length; one++) {
      for (let other = one + 1; other < parts.length; other++) {
        const joint = jointOf(parts[one]!, parts[other]!);
        const gain = joint.worth - parts[one]!.worth - parts[other]!.worth;
        if (gain >= 0 && (best === undefined || gain > best.gain)) best = { one, other, joint, gain };
      }
    }
    if (best === undefined) return parts.map(({ entries }) => entries);
    parts[best.one] = best.joint;
    parts.splice(best.other, 1);
    known.set(best.joint, new Map());
  }
}

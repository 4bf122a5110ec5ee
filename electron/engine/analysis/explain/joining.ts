/** Alerts with what one fault of them all is worth. */
type Part = { entries: number[]; worth: number };
type Worth = (entries: readonly number[], least: number) => number;

/** Of so many sets every pair is compared; of more, each set only with so many that stand already. */
const MOST_PAIRED = 6;

/**
 * Joins sets of alerts for as long as that loses nothing by `worth`, the pair that gains most first (agglomerative clustering by description
 * length). Of many sets the best come first, and each joins one of those before it or stands for itself, so that the cost grows with their
 * number and not with its square. `worth` need not be right below `least`.
 */
export function joined(sets: readonly number[][], worth: Worth): number[][] {
  const parts: Part[] = sets.map((entries) => ({ entries, worth: worth(entries, 0) }));
  const standing = parts.length <= MOST_PAIRED ? byPairs(parts, worth) : byTurns(parts, worth);
  return standing.map(({ entries }) => entries);
}

function jointOf(one: Part, other: Part, worth: Worth): Part {
  const entries = [...one.entries, ...other.entries];
  return { entries, worth: worth(entries, one.worth + other.worth) };
}

function byPairs(parts: Part[], worth: Worth): Part[] {
  const known = new Map<Part, Map<Part, Part>>(parts.map((part) => [part, new Map<Part, Part>()]));
  for (;;) {
    let best: { one: number; other: number; joint: Part; gain: number } | undefined;
    for (let one = 0; one < parts.length; one++) {
      const joints = known.get(parts[one]!)!;
      for (let other = one + 1; other < parts.length; other++) {
        const joint = joints.get(parts[other]!) ?? jointOf(parts[one]!, parts[other]!, worth);
        joints.set(parts[other]!, joint);
        const gain = joint.worth - parts[one]!.worth - parts[other]!.worth;
        if (gain >= 0 && (best === undefined || gain > best.gain)) best = { one, other, joint, gain };
      }
    }
    if (best === undefined) return parts;
    parts[best.one] = best.joint;
    parts.splice(best.other, 1);
    known.set(best.joint, new Map());
  }
}

function byTurns(parts: readonly Part[], worth: Worth): Part[] {
  const standing: Part[] = [];
  for (const part of parts.toSorted((left, right) => right.worth - left.worth)) {
    let best: { at: number; joint: Part; gain: number } | undefined;
    for (let at = 0; at < Math.min(standing.length, MOST_PAIRED); at++) {
      const joint = jointOf(standing[at]!, part, worth);
      const gain = joint.worth - standing[at]!.worth - part.worth;
      if (gain >= 0 && (best === undefined || gain > best.gain)) best = { at, joint, gain };
    }
    if (best === undefined) standing.push(part);
    else standing[best.at] = best.joint;
  }
  return standing;
}

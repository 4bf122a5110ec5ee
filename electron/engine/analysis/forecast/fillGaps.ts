/** Gaps of up to so many values are bridged by a straight line. */
const LONGEST_BRIDGE = 3;

/**
 * The series from its first to its last finite value, without gaps: short ones bridged, longer ones filled with what was there one
 * cycle before, or held where nothing was. @returns an empty array where no value is finite
 */
export function fillGaps(values: ArrayLike<number>, cycle: number): Float64Array {
  let from = 0;
  let to = values.length;
  while (from < to && !Number.isFinite(values[from]!)) from++;
  while (to > from && !Number.isFinite(values[to - 1]!)) to--;
  const filled = new Float64Array(to - from);
  for (let at = 0; at < filled.length; at++) filled[at] = values[from + at]!;
  for (let at = 0; at < filled.length; at++) {
    if (Number.isFinite(filled[at]!)) continue;
    let end = at;
    while (!Number.isFinite(filled[end]!)) end++;
    fill(filled, at, end, cycle);
    at = end;
  }
  return filled;
}

function fill(values: Float64Array, from: number, to: number, cycle: number): void {
  const before = values[from - 1]!;
  const after = values[to]!;
  for (let at = from; at < to; at++) {
    if (to - from <= LONGEST_BRIDGE) values[at] = before + ((after - before) * (at - from + 1)) / (to - from + 1);
    else values[at] = at >= cycle && cycle > 1 ? values[at - cycle]! : before;
  }
}

/** Jumps are rare: one in so many steps, or so many in a short history. What happens more often is how the series is. */
const STEPS_A_JUMP = 100;
const LEAST_JUMPS = 2;
/** How many times larger than every other step a jump is. */
const LARGER = 5;

/** @property least the size from which a step is a jump; Infinity when nothing is known to compare with */
export type Jumps = { least: number };

/** What is a jump in a series: steps are those between values that follow each other, gaps left out. */
export function jumpsIn(values: Float64Array): Jumps {
  const sizes = stepsOf(values)
    .map(({ change }) => Math.abs(change))
    .sort((one, other) => other - one);
  const allowed = Math.max(LEAST_JUMPS, Math.floor(sizes.length / STEPS_A_JUMP));
  const largestOfOthers = sizes[allowed];
  return { least: largestOfOthers === undefined ? Infinity : Math.max(LARGER * largestOfOthers, Number.MIN_VALUE) };
}

/**
 * The series as it would be had it always been at the level of its end: a disk that was cleared or made larger, a certificate that was
 * renewed. What came before a jump is moved by it (a level shift: Chen and Liu, 1993), so a slope goes on across it.
 */
export function withoutJumps(values: Float64Array): Float64Array {
  const { least } = jumpsIn(values);
  const steps = stepsOf(values);
  const usual = steps.map(({ change }) => change).sort((one, other) => one - other)[steps.length >> 1] ?? 0;
  const moved = Float64Array.from(values);
  let shift = 0;
  let until = values.length;
  for (const { at, change } of steps.toReversed()) {
    if (Math.abs(change) < least) continue;
    for (let place = at; place < until; place++) moved[place]! += shift;
    until = at;
    shift += change - usual;
  }
  for (let place = 0; place < until; place++) moved[place]! += shift;
  return moved;
}

/** Each change from one value to the next there is. */
function stepsOf(values: Float64Array): { at: number; change: number }[] {
  const steps: { at: number; change: number }[] = [];
  let before = Number.NaN;
  for (const [at, value] of values.entries()) {
    if (Number.isNaN(value)) continue;
    if (!Number.isNaN(before)) steps.push({ at, change: value - before });
    before = value;
  }
  return steps;
}

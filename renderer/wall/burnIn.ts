const STEP_MS = 60_000;
/** The middle and eight places around it, one after the other, so that no edge stays where it burns in. */
const RING: readonly (readonly [number, number])[] = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
  [-1, 1],
  [-1, 0],
  [-1, -1],
  [0, -1],
  [1, -1],
];

/** Offset of the whole picture in wall units, by the time: a step a minute, too slow to be seen. */
export function pixelShift(now: number): { x: number; y: number } {
  const [x, y] = RING[Math.floor(now / STEP_MS) % RING.length]!;
  return { x, y };
}

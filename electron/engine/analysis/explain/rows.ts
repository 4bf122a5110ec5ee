/** Neighbours in compressed sparse rows: those of `e` lie from `start[e]` to `start[e + 1]`. */
export type Rows = { start: Int32Array; to: Int32Array; strength: Float32Array };

/** Rows of what `each` adds, which is called twice. */
export function rowsOf(count: number, each: (add: (at: number, to: number, strength: number) => void) => void): Rows {
  const start = new Int32Array(count + 1);
  each((at) => start[at + 1]!++);
  for (let node = 0; node < count; node++) start[node + 1]! += start[node]!;
  const next = start.slice(0, count);
  const to = new Int32Array(start[count]!);
  const strength = new Float32Array(start[count]!);
  each((at, other, by) => {
    const place = next[at]!++;
    to[place] = other;
    strength[place] = by;
  });
  return { start, to, strength };
}

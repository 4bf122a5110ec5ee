/** Round steps of an axis from above zero to at least `largest`, at most `count` of them. */
export function niceTicks(largest: number, count: number): number[] {
  const rough = Math.max(1, largest) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(
    1,
    [1, 2, 2.5, 3, 5, 6, 10].map((nice) => nice * power).find((nice) => nice >= rough) ?? 10 * power,
  );
  const ticks: number[] = [];
  for (let tick = step; ticks.length < count && (ticks.length === 0 || (ticks.at(-1) ?? 0) < largest); tick += step)
    ticks.push(tick);
  return ticks;
}

/** Ten alerts a bucket are no flood, however quiet the rest was. */
const LEAST_LOUD = 10;

/** The count from which a bucket is abnormal: twelve times the median of those that had any. */
export function loudFrom(counts: readonly number[]): number {
  const busy = counts.filter((count) => count > 0).toSorted((a, b) => a - b);
  const median = busy[Math.floor(busy.length / 2)] ?? 0;
  return Math.max(LEAST_LOUD, 12 * median);
}

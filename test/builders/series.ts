/** Uniform numbers in [0, 1) from a seed (mulberry32), the same on every machine. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** @property day, week: height of the season in a day of 24 and a week of 168 steps @property slope what comes with each step */
export type SeriesShape = {
  count: number;
  level: number;
  day: number;
  week: number;
  slope: number;
  noise: number;
  seed: number;
};

/** Hourly values: a level with a daily wave, quieter weekends, a steady slope and noise. */
export function aSeries(shape: Partial<SeriesShape> = {}): Float64Array {
  const { count, level, day, week, slope, noise, seed } = {
    ...{ count: 672, level: 100, day: 20, week: 10, slope: 0, noise: 2, seed: 1 },
    ...shape,
  };
  const random = seeded(seed);
  // The sum of four uniform numbers is close enough to a normal one.
  const normal = (): number => (random() + random() + random() + random() - 2) * Math.sqrt(3);
  return Float64Array.from({ length: count }, (_, hour) => {
    const weekend = Math.floor(hour / 24) % 7 >= 5 ? -week : 0;
    return level + day * Math.sin((2 * Math.PI * hour) / 24) + weekend + slope * hour + noise * normal();
  });
}

import { seeded } from "./series.ts";

/** What may be wrong with a stretch of a series. */
export type Fault = "spike" | "dip" | "level" | "spread" | "season" | "flat" | "gap";

export type MetricShape = {
  /** What the series is when all is well. */
  ground: "noise" | "daily" | "weekly" | "walk" | "counts";
  /** Rows, and seconds from one to the next. */
  count: number;
  interval: number;
  seed: number;
  /** From which row, and for how many rows, what is wrong. */
  faults: readonly { fault: Fault; from: number; rows: number }[];
  /** Added with each row. */
  drift: number;
};

export type MetricRow = { at: number; value: number };

/** A Monday at midnight, UTC. */
const START = 1_704_067_200;
const DAY = 86_400;

/** Rows of a metric with a level near 100, labelled faults and the same noise for the same seed. A row of a gap is left out. */
export function aMetric(shape: Partial<MetricShape> = {}): MetricRow[] {
  const { ground, count, interval, seed, faults, drift } = {
    ...({ ground: "daily", count: 4032, interval: 300, seed: 1, faults: [], drift: 0 } satisfies MetricShape),
    ...shape,
  };
  const random = seeded(seed);
  const normal = (): number => (random() + random() + random() + random() - 2) * Math.sqrt(3);
  const rows: MetricRow[] = [];
  let walked = 0;
  let held = 0;
  for (let row = 0; row < count; row++) {
    const at = START + row * interval;
    const fault = faults.find(({ from, rows: length }) => row >= from && row < from + length)?.fault;
    const noise = 2 * normal() * (fault === "spread" ? 6 : 1);
    walked = 0.98 * walked + normal();
    const clock = fault === "season" ? at + DAY / 2 : at;
    let value = groundOf(ground, clock, walked, random) + noise + drift * row;
    if (ground === "counts") value = Math.max(0, Math.round(value));
    if (fault === "spike") value += 60;
    if (fault === "dip") value -= 60;
    if (fault === "level") value += 40;
    if (fault === "flat") value = held;
    else held = value;
    if (fault !== "gap") rows.push({ at, value });
  }
  return rows;
}

function groundOf(ground: MetricShape["ground"], at: number, walked: number, random: () => number): number {
  const wave = 20 * Math.sin((2 * Math.PI * (at % DAY)) / DAY);
  const weekend = Math.floor((at - START) / DAY) % 7 >= 5;
  switch (ground) {
    case "noise":
      return 100;
    case "daily":
      return 100 + wave;
    case "weekly":
      return 100 + (weekend ? 0.2 : 1) * wave - (weekend ? 15 : 0);
    case "walk":
      return 100 + walked;
    case "counts":
      return -4 * Math.log(1 - random()) - 2;
  }
}

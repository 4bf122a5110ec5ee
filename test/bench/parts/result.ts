/** What a figure must reach. */
export type Goal = { atLeast: number } | { atMost: number };

/** One figure of a bench. `detail`: what it was made from. `skipped`: why there is none. */
export type BenchResult = {
  name: string;
  value: number | null;
  unit: string;
  goal: Goal;
  met: boolean | null;
  skipped?: string;
  detail?: Record<string, unknown>;
};

export type BenchOptions = {
  /** Smaller sizes, to see that everything runs: no figures to quote. */
  quick: boolean;
  /** Events of the growth bench. */
  events: number;
  /** A data folder in which the growth bench grows its log, and finds it again. */
  keep?: string;
  /** One line about how far it is. */
  progress(line: string): void;
};

export type Bench = (options: BenchOptions) => Promise<BenchResult[]>;

export function resultOf(
  name: string,
  value: number,
  unit: string,
  goal: Goal,
  detail: Record<string, unknown> = {},
): BenchResult {
  const met = "atLeast" in goal ? value >= goal.atLeast : value <= goal.atMost;
  return { name, value: rounded(value), unit, goal, met, detail };
}

export const skipped = (name: string, unit: string, goal: Goal, why: string): BenchResult => ({
  name,
  value: null,
  unit,
  goal,
  met: null,
  skipped: why,
});

/** Three significant digits, whole numbers from a thousand on. */
export function rounded(value: number): number {
  return Math.abs(value) >= 1_000 ? Math.round(value) : Number(value.toPrecision(3));
}

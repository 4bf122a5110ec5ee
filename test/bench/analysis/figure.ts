import { type Goal, rounded } from "../parts/result.ts";

/** One figure of the analysis. `others`: what other systems reach on the same data, by name, where that is known. */
export type AnalysisFigure = {
  name: string;
  value: number;
  unit: string;
  /** None for a figure that is only reported. */
  goal: Goal | null;
  met: boolean | null;
  others: Record<string, number>;
  detail?: Record<string, unknown>;
};

export type AnalysisBenchOptions = {
  /** Folder with the tuning data and their scorers; each bench names the files that it needs. */
  data: string;
  /** Smaller sizes, to see that everything runs: no figures to quote. */
  quick: boolean;
  /** One line about how far it is. */
  progress(line: string): void;
};

/** Runs a command over data that are not part of the project, and has what it wrote scored by the scorer beside them. */
export type AnalysisBench = (options: AnalysisBenchOptions) => Promise<AnalysisFigure[]>;

type Rest = { goal?: Goal; others?: Record<string, number>; detail?: Record<string, unknown> };

export function figureOf(
  name: string,
  value: number,
  unit: string,
  { goal, others = {}, detail }: Rest,
): AnalysisFigure {
  const met = goal === undefined ? null : "atLeast" in goal ? value >= goal.atLeast : value <= goal.atMost;
  return {
    name,
    value: rounded(value),
    unit,
    goal: goal ?? null,
    met,
    others,
    ...(detail === undefined ? {} : { detail }),
  };
}

import type { AnalysisFigure } from "./figure.ts";

const HEADER = ["figure", "value", "goal", "", "other systems"];

/** The figures as one table of a fixed-width font, a line each. */
export function tableOf(figures: readonly AnalysisFigure[]): string {
  const rows = [HEADER, ...figures.map(rowOf)];
  const widths = HEADER.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function rowOf({ name, value, unit, goal, met, others }: AnalysisFigure): string[] {
  const aim = goal === null ? "" : "atLeast" in goal ? `≥ ${goal.atLeast}` : `≤ ${goal.atMost}`;
  const verdict = met === null ? "" : met ? "met" : "NOT MET";
  const known = Object.entries(others).map(([system, figure]) => `${system} ${figure}`);
  return [name, `${value} ${unit}`.trim(), aim, verdict, known.join(" · ")];
}

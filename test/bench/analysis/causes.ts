import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommand, runNode } from "./child.ts";
import { figureOf, type AnalysisBench, type AnalysisFigure } from "./figure.ts";

type Answer = { id: string; ranked: string[]; probabilities: number[] };
type Label = { id: string; components: string[] };
type Verdict = { probability: number; isRight: boolean };

const BINS = 5;

/** `rank-causes` over the tuning cases of PetShop and Nezha, scored by `rca/rca-score.mjs`. */
export const causes: AnalysisBench = async ({ data, progress }) => {
  const folder = await mkdtemp(join(tmpdir(), "watchfloor-causes-"));
  try {
    progress("PetShop");
    const petshop = await runCases(data, folder, "petshop");
    progress("Nezha");
    const nezha = await runCases(data, folder, "nezha");
    const verdicts = [...petshop.verdicts, ...nezha.verdicts];
    return [
      figureOf("PetShop, top-1", petshop.row[0]!, "", {
        goal: { atLeast: 0.693 },
        others: { traversal: 0.692, "random walk": 0.423, "n-sigma": 0.269 },
      }),
      figureOf("PetShop, top-3", petshop.row[1]!, "", {
        goal: { atLeast: 0.92 },
        others: { traversal: 0.769, "random walk": 0.769, "n-sigma": 0.462 },
      }),
      figureOf("Nezha, AS@1", nezha.row[0]!, "", { goal: { atLeast: 0.55 }, others: { "n-sigma": 0.377 } }),
      figureOf("Nezha, AS@5", nezha.row[2]!, "", { goal: { atLeast: 0.85 }, others: { "n-sigma": 0.679 } }),
      figureOf("first cause, calibration error", calibrationError(verdicts), "", { goal: { atMost: 0.1 } }),
      secondsFigure([petshop.seconds, nezha.seconds], verdicts.length),
    ];
  } finally {
    await rm(folder, { recursive: true });
  }
};

const secondsFigure = (seconds: readonly number[], cases: number): AnalysisFigure =>
  figureOf("a case", (1_000 * seconds.reduce((sum, part) => sum + part, 0)) / cases, "ms", {});

async function runCases(data: string, folder: string, name: string) {
  const at = (ending: string): string => join(data, "data", "rca", `${name}.tune.${ending}`);
  const out = join(folder, `${name}.jsonl`);
  const { seconds } = await runCommand(["rank-causes", "--in", at("cases.jsonl.gz"), "--out", out]);
  const scorer = join(data, "rca", "rca-score.mjs");
  const { output } = await runNode([scorer, "score", at("cases.jsonl.gz"), at("labels.jsonl"), out]);
  const labels = new Map((await linesOf<Label>(at("labels.jsonl"))).map((label) => [label.id, label.components]));
  const verdicts = (await linesOf<Answer>(out)).map(({ id, ranked, probabilities }) => ({
    probability: probabilities[0]!,
    isRight: labels.get(id)!.includes(ranked[0]!),
  }));
  return { row: overallOf(output), verdicts, seconds };
}

/** Accuracy at 1, 3 and 5 of all cases, from the scorer's table. */
function overallOf(table: string): number[] {
  const found = /^overall\s+\d+\s+([\d.]+) \[[^\]]*\]\s+([\d.]+)\s+([\d.]+)/m.exec(table);
  if (found === null) throw new Error(`no overall row in ${table}`);
  return found.slice(1).map(Number);
}

async function linesOf<Line>(file: string): Promise<Line[]> {
  const lines = (await readFile(file, "utf8")).split("\n").filter((line) => line !== "");
  return lines.map((line) => JSON.parse(line) as Line);
}

/** Expected calibration error (Naeini, Cooper and Hauskrecht, 2015): how far what was said is from what was, by bins of what was said. */
function calibrationError(verdicts: readonly Verdict[]): number {
  const bins = Map.groupBy(verdicts, ({ probability }) => Math.min(BINS - 1, Math.floor(probability * BINS)));
  let error = 0;
  for (const bin of bins.values()) {
    const said = bin.reduce((sum, { probability }) => sum + probability, 0);
    error += Math.abs(said - bin.filter(({ isRight }) => isRight).length);
  }
  return error / verdicts.length;
}

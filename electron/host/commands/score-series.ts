import { mkdirSync, readdirSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { AnomalyDetector } from "../../engine/analysis/anomaly/detector.ts";
import { DONE, type Command } from "../command.ts";
import { metricRows } from "../metric-rows.ts";
import { writeOutput } from "../output-file.ts";
import { BadUsage } from "../usage.ts";

/** Digits that are written of a score. */
const DIGITS = 9;

export const scoreSeries: Command = {
  name: "score-series",
  summary: "commandLine.scoreSeriesSummary",
  detail: "commandLine.scoreSeriesDetail",
  options: [
    { name: "in", placeholder: "DIR", help: "commandLine.scoreSeriesIn", required: true },
    { name: "out", placeholder: "DIR", help: "commandLine.scoreSeriesOut", required: true },
  ],
  async run(input, io) {
    const from = resolve(io.cwd, input.value("in")!);
    const to = resolve(io.cwd, input.value("out")!);
    if (from === to) throw new BadUsage("commandLine.scoreSeriesSameFolder", { folder: from });
    for (const file of csvFilesIn(from)) {
      const lines = await scoredLines(join(from, file));
      makeFolder(dirname(join(to, file)));
      writeOutput(join(to, file), lines);
    }
    return DONE;
  },
};

/** Each file is a series of its own, scored row by row as the rows come. */
async function scoredLines(file: string): Promise<string[]> {
  const detector = new AnomalyDetector(1);
  const lines = ["timestamp,anomaly_score"];
  for await (const { written, at, value } of metricRows(file)) {
    lines.push(`${written},${Number(detector.update(0, at, value).toPrecision(DIGITS))}`);
  }
  return lines;
}

/** Paths below the folder, in order. */
function csvFilesIn(folder: string): string[] {
  let names: string[];
  try {
    if (!statSync(folder).isDirectory()) throw new BadUsage("commandLine.scoreSeriesNoFolder", { folder });
    names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    throw new BadUsage("commandLine.inputUnreadable", { file: folder, reason: error.message });
  }
  const files = names.filter((name) => name.toLowerCase().endsWith(".csv")).sort();
  if (files.length === 0) throw new BadUsage("commandLine.scoreSeriesNoFiles", { folder });
  return files;
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    throw new BadUsage("commandLine.outputUnwritable", { file: folder, reason: error.message });
  }
}

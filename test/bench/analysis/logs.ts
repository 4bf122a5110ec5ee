import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { runCommand, runNode } from "./child.ts";
import { type AnalysisBench, type AnalysisFigure, figureOf } from "./figure.ts";

type Scores = { GA: number; FGA: number; PA: number | null; FTA: number | null };
type Report = { systems: Record<string, Scores>; mean: Scores };

const DRAIN3 = { content: 0.772, raw: 0.442 };
const DRAIN3_LINES_PER_SECOND = 39_000;
const LINES = 1_000_000;

/** Log patterns over LogHub-2k, as message text and as raw lines, and over an endless labelled log for speed and memory. */
export const logs: AnalysisBench = async ({ data, quick, progress }) => {
  const work = mkdtempSync(join(tmpdir(), "bench-logs-"));
  try {
    const tuning = join(data, "data", "loghub2k", "tuning");
    return [
      ...(await accuracy(data, tuning, "content", work, progress)),
      ...(await accuracy(data, tuning, "raw", work, progress)),
      ...(await speedOfRaw(tuning, work, quick ? LINES / 10 : LINES, progress)),
      ...(await synthetic(data, tuning, work, quick ? LINES / 10 : LINES, progress)),
    ];
  } finally {
    rmSync(work, { recursive: true });
  }
};

async function accuracy(
  data: string,
  tuning: string,
  kind: "content" | "raw",
  work: string,
  progress: (line: string) => void,
): Promise<AnalysisFigure[]> {
  const predictions = join(work, kind);
  mkdirSync(predictions);
  for (const file of readdirSync(join(tuning, kind))) {
    progress(`${kind} ${file}`);
    const out = join(predictions, `${basename(file, ".log")}.csv`);
    await runCommand(["cluster-logs", "--in", join(tuning, kind, file), "--out", out]);
  }
  const scored = async (...options: string[]): Promise<Report> => {
    const args = ["--pred", predictions, "--truth", join(tuning, "truth"), "--json", ...options];
    return JSON.parse((await runNode([join(data, "logparse-score.mjs"), ...args])).output) as Report;
  };
  const { systems, mean } = await scored();
  const relaxed = (await scored("--relaxed")).mean;
  const text = kind === "raw" ? "raw lines" : "message text";
  const others = { "Drain3, one configuration": DRAIN3[kind] };
  const settings = kind === "raw" ? {} : { "Drain, settings per system": 0.854, "Brain, settings per system": 0.977 };
  return [
    figureOf(`log patterns, ${text}: grouping accuracy`, mean.GA, "", {
      goal: { atLeast: kind === "raw" ? 0.85 : 0.9 },
      others: { ...others, ...settings },
      detail: systems,
    }),
    figureOf(`log patterns, ${text}: FGA`, mean.FGA, "", {
      goal: { atLeast: 0.85 },
      others: kind === "raw" ? {} : { "Drain3, one configuration": 0.782 },
    }),
    figureOf(`log patterns, ${text}: FTA`, mean.FTA ?? 0, "", {}),
    figureOf(`log patterns, ${text}: FTA by words`, relaxed.FTA ?? 0, "", {}),
  ];
}

/** The raw files over and over, each copy of a file in one piece as it would come. */
async function speedOfRaw(
  tuning: string,
  work: string,
  lines: number,
  progress: (line: string) => void,
): Promise<AnalysisFigure[]> {
  progress("speed on raw lines");
  const input = join(work, "raw.log");
  const once = readdirSync(join(tuning, "raw")).map((file) => readFileSync(join(tuning, "raw", file)));
  const all = Buffer.concat(once);
  const count = all.filter((byte) => byte === 0x0a).length;
  const copies = Math.ceil(lines / count);
  for (let copy = 0; copy < copies; copy++) appendFileSync(input, all);
  const { seconds, peakBytes } = await runCommand(["cluster-logs", "--in", input, "--out", join(work, "raw.csv")]);
  return [
    figureOf("log patterns, raw lines: speed of the command", (copies * count) / seconds, "lines/s", {
      goal: { atLeast: 800_000 },
      others: { "Drain3 with masks": DRAIN3_LINES_PER_SECOND },
    }),
    figureOf("log patterns, raw lines: peak memory", peakBytes / 2 ** 20, "MB", { goal: { atMost: 300 } }),
  ];
}

async function synthetic(
  data: string,
  tuning: string,
  work: string,
  lines: number,
  progress: (line: string) => void,
): Promise<AnalysisFigure[]> {
  progress("synthetic log");
  const [input, labels, out] = ["big.log", "big.labels", "big.csv"].map((name) => join(work, name)) as [
    string,
    string,
    string,
  ];
  const options = ["--truth", join(tuning, "truth"), "--lines", String(lines), "--out", input, "--labels", labels];
  await runNode([join(data, "synth-logs.mjs"), ...options]);
  const { seconds, peakBytes } = await runCommand(["cluster-logs", "--in", input, "--out", out]);
  return [
    figureOf("log patterns, synthetic log: grouping accuracy", accuracyOf(labels, out), "", {
      goal: { atLeast: 0.85 },
    }),
    figureOf("log patterns, synthetic log: speed of the command", lines / seconds, "lines/s", {
      goal: { atLeast: 500_000 },
      others: { "Drain3 with masks": 35_900 },
    }),
    figureOf("log patterns, synthetic log: peak memory", peakBytes / 2 ** 20, "MB", { goal: { atMost: 300 } }),
  ];
}

/** The share of lines whose cluster holds exactly the lines of their label. */
function accuracyOf(labelsFile: string, csvFile: string): number {
  const labels = readFileSync(labelsFile, "latin1").split("\n").slice(0, -1);
  const clusters = readFileSync(csvFile, "latin1")
    .split("\n")
    .slice(1)
    .map((row) => row.split(",", 2)[1] ?? "");
  const pairs = labels.map((label, index) => `${label} ${clusters[index]!}`);
  const [byLabel, byCluster, byPair] = [labels, clusters.slice(0, labels.length), pairs].map(counted);
  const exact = pairs.filter((pair, index) => {
    const both = byPair!.get(pair);
    return both === byLabel!.get(labels[index]!) && both === byCluster!.get(clusters[index]!);
  });
  return exact.length / labels.length;
}

function counted(keys: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AnomalyDetector } from "../../../electron/engine/analysis/anomaly/detector.ts";
import { aMetric } from "../../builders/metricSeries.ts";
import { seeded } from "../../builders/series.ts";
import { runCommand, runNode } from "./child.ts";
import { figureOf, type AnalysisBench, type AnalysisFigure } from "./figure.ts";

/** Profiles of the Numenta Anomaly Benchmark, and what others reach in them on the same files. */
const PROFILES = {
  standard: { ARTime: 70.8, "Numenta HTM": 70.1, "CAD OSE": 67, "KNN-CAD": 63.2 },
  reward_low_FP_rate: { ARTime: 61.7, "Numenta HTM": 62.1, "CAD OSE": 63.9, "KNN-CAD": 48.3 },
  reward_low_FN_rate: { ARTime: 76.3, "Numenta HTM": 74.7, "CAD OSE": 70.3, "KNN-CAD": 70.1 },
} as const;
const GOALS: Record<keyof typeof PROFILES, number> = {
  standard: 70.8,
  reward_low_FP_rate: 61.7,
  reward_low_FN_rate: 76.3,
};
/** The score from which an anomaly is reported. */
const THRESHOLD = 0.5;
const SERIES = 100_000;
const ROUNDS = 30;
const BYTES = 4096;
const PER_SECOND = 200_000;

type Scored = Record<
  keyof typeof PROFILES,
  { score: number; threshold: number; hit: number; windows: number; fpRows: number }
>;

/** `score-series` over the tuning half of NAB under `nab/tuning`, scored by `nab-score.mjs`, and the speed and size of the detector. */
export const series: AnalysisBench = async ({ data, quick, progress }) => [
  ...(await benchmarkFigures(data, progress)),
  ...speedFigures(quick ? SERIES / 10 : SERIES, progress),
];

async function benchmarkFigures(data: string, progress: (line: string) => void): Promise<AnalysisFigure[]> {
  const tuning = join(data, "data", "nab", "tuning");
  const out = await mkdtemp(join(tmpdir(), "watchfloor-nab-"));
  try {
    progress("scoring the series");
    const { seconds } = await runCommand(["score-series", "--in", join(tuning, "data"), "--out", out]);
    const rows = await rowsIn(out);
    const score = async (...more: string[]): Promise<Scored> => {
      const windows = join(tuning, "combined_windows.json");
      const args = [join(data, "nab-score.mjs"), "--results", out, "--windows", windows, "--json", ...more];
      const { output } = await runNode(args);
      const [detector] = Object.values(JSON.parse(output) as Record<string, { all: Scored }>);
      return detector!.all;
    };
    const best = await score();
    const fixed = await score("--threshold", String(THRESHOLD));
    const names = Object.keys(PROFILES) as (keyof typeof PROFILES)[];
    return [
      ...names.map((name) =>
        figureOf(`NAB ${name}`, best[name].score, "", {
          goal: { atLeast: GOALS[name] },
          others: PROFILES[name],
          detail: best[name],
        }),
      ),
      ...names.map((name) =>
        figureOf(`NAB ${name}, threshold ${THRESHOLD}`, fixed[name].score, "", { detail: fixed[name] }),
      ),
      figureOf("score-series, rows a second of wall time", rows / seconds, "rows/s", { detail: { rows, seconds } }),
    ];
  } finally {
    await rm(out, { recursive: true });
  }
}

async function rowsIn(folder: string): Promise<number> {
  let rows = 0;
  for (const file of await readdir(folder, { recursive: true })) {
    if (file.endsWith(".csv")) rows += (await readFile(join(folder, file), "utf8")).split("\n").length - 2;
  }
  return rows;
}

/** Updates of all series in random order, after each has been through enough rows to be scored. */
function speedFigures(count: number, progress: (line: string) => void): AnalysisFigure[] {
  progress(`${count} series in random order`);
  const random = seeded(1);
  const rows = aMetric({ count: 4096 });
  const detector = new AnomalyDetector(count);
  const step = new Uint16Array(count);
  const touch = (updates: number): void => {
    for (let update = 0; update < updates; update++) {
      const series = Math.floor(random() * count);
      const { at, value } = rows[(step[series] = (step[series]! + 1) % rows.length)]!;
      detector.update(series, at, value + (series % 100));
    }
  };
  touch(220 * count);
  const before = process.memoryUsage.rss();
  const begun = performance.now();
  touch(ROUNDS * count);
  const seconds = (performance.now() - begun) / 1_000;
  const grewBytes = Math.max(0, process.memoryUsage.rss() - before);
  return [
    figureOf(`updates a second, ${count} series`, (ROUNDS * count) / seconds, "rows/s", {
      goal: { atLeast: PER_SECOND },
      detail: { seconds, grewBytes },
    }),
    figureOf("state of a series", detector.encode(0).length, "bytes", { goal: { atMost: BYTES } }),
  ];
}

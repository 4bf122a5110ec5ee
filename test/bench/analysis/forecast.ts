import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crossingOf } from "../../../electron/engine/analysis/forecast/crossing.ts";
import { forecast as forecastSeries } from "../../../electron/engine/analysis/forecast/forecast.ts";
import { aSeries } from "../../builders/series.ts";
import { runCommand, runNode } from "./child.ts";
import { figureOf, type AnalysisBench, type AnalysisFigure } from "./figure.ts";

const STEPS = 48;
const WEEK = 168;
const CALENDAR = [24, WEEK];
const SERIES = 10_000;
const SECONDS = 30;

type Crossing = { precision: number; recall: number; f1: number; medianErrorHours: number | null };
type Scored = { smape: number; mase: number; owa: number; crossing: Crossing };

/** `forecast` over the tuning half of the hourly series of M4, scored by `m4-score.mjs`, and its speed over ten thousand series. */
export const forecast: AnalysisBench = async ({ data, quick, progress }) => {
  const folder = await mkdtemp(join(tmpdir(), "watchfloor-forecast-"));
  try {
    progress("forecasting the series of the competition");
    const scored = await competitionFigures(data, folder);
    const count = quick ? SERIES / 10 : SERIES;
    progress(`forecasting ${count} series`);
    return [...scored, await speedFigure(folder, count)];
  } finally {
    await rm(folder, { recursive: true });
  }
};

async function competitionFigures(data: string, folder: string): Promise<AnalysisFigure[]> {
  const at = (name: string): string => join(data, "data", "m4-hourly", "tuning", name);
  const [out, intervals] = [join(folder, "forecast.csv"), join(folder, "intervals.csv")];
  await runForecast(at("train.csv"), out, "--intervals", intervals);
  const files = ["--train", at("train.csv"), "--test", at("test.csv"), "--naive2", at("naive2.csv")];
  const { output } = await runNode([join(data, "m4-score.mjs"), "--forecast", out, ...files, "--json"]);
  const { smape, mase, owa, crossing } = JSON.parse(output) as Scored;
  const [train, test] = [await rowsOf(at("train.csv")), await rowsOf(at("test.csv"))];
  const others = { Doornik: 0.41, Smyl: 0.44, AutoBox: 0.6, "seasonal naive": 0.63 };
  return [
    figureOf("M4 hourly, OWA", owa, "", { goal: { atMost: 0.55 }, others, detail: { smape, mase } }),
    figureOf("M4 hourly, 90 % intervals hold", await coverageOf(intervals, test), "", {
      goal: { atLeast: 0.85 },
      detail: { atMost: 0.95 },
    }),
    figureOf("time to threshold, F1", crossing.f1, "", {
      goal: { atLeast: 0.8 },
      others: { "seasonal naive × 1.01": 0.76, SES: 0.708, AutoBox: 0.663 },
      detail: crossing,
    }),
    figureOf("time to threshold, precision", crossing.precision, "", {}),
    figureOf("time to threshold, recall", crossing.recall, "", {}),
    figureOf("crossing probability, Brier score", brierOf(train, test), "", { others: { "base rate": 0.249 } }),
  ];
}

const runForecast = (input: string, out: string, ...more: string[]) =>
  runCommand(["forecast", "--in", input, "--step", "1h", "--horizon", String(STEPS), "--out", out, ...more]);

async function rowsOf(file: string): Promise<Map<string, number[]>> {
  const lines = (await readFile(file, "utf8")).trimEnd().split("\n").slice(1);
  return new Map(
    lines.map((line) => {
      const [id = "", ...cells] = line.split(",");
      return [id, cells.filter((cell) => cell !== "").map(Number)];
    }),
  );
}

async function coverageOf(intervals: string, test: ReadonlyMap<string, number[]>): Promise<number> {
  const lines = (await readFile(intervals, "utf8")).trimEnd().split("\n").slice(1);
  const inside = lines.filter((line) => {
    const [id = "", step, low, high] = line.split(",");
    const value = test.get(id)![Number(step) - 1]!;
    return Number(low) <= value && value <= Number(high);
  });
  return inside.length / lines.length;
}

/** Of the probability that the highest value of the last week is exceeded within the horizon. */
function brierOf(train: ReadonlyMap<string, number[]>, test: ReadonlyMap<string, number[]>): number {
  let sum = 0;
  for (const [id, history] of train) {
    const limit = Math.max(...history.slice(-WEEK));
    const answer = forecastSeries(history, { horizon: STEPS, calendar: CALENDAR })!;
    const probability = crossingOf(answer, limit, "above")?.probability ?? 0.5;
    const crossed = test
      .get(id)!
      .slice(0, STEPS)
      .some((value) => value > limit);
    sum += (probability - (crossed ? 1 : 0)) ** 2;
  }
  return sum / train.size;
}

async function speedFigure(folder: string, count: number): Promise<AnalysisFigure> {
  const input = join(folder, "many.csv");
  const rows = Array.from({ length: count }, (_, id) => {
    const values = aSeries({ count: id % 2 === 0 ? 700 : 960, seed: id + 1, slope: (id % 7) / 100 });
    return `s${id},${Array.from(values, (value) => value.toFixed(1)).join(",")}`;
  });
  await writeFile(input, ["id,values", ...rows, ""].join("\n"));
  const { seconds, peakBytes } = await runForecast(input, join(folder, "many-out.csv"));
  return figureOf(`${count} series, ${STEPS} steps ahead`, seconds, "s", {
    goal: { atMost: SECONDS },
    detail: { peakBytes },
  });
}

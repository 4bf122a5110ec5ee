import { forecast as forecastSeries, type Forecast } from "../../engine/analysis/forecast/forecast.ts";
import { DONE, type Command } from "../command.ts";
import { writeOutput } from "../output-file.ts";
import { seriesRows } from "../series-rows.ts";
import { BadUsage, wholeNumber } from "../usage.ts";

const MOST_STEPS = 10_000;
const UNIT_MS: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const DAY_MS = 86_400_000;
/** Digits that are written: enough for any sensor. */
const DIGITS = 10;

export const forecast: Command = {
  name: "forecast",
  summary: "commandLine.forecastSummary",
  detail: "commandLine.forecastDetail",
  options: [
    { name: "in", placeholder: "CSV", help: "commandLine.forecastIn", required: true },
    { name: "step", placeholder: "DURATION", help: "commandLine.forecastStep", required: true },
    { name: "horizon", placeholder: "N", help: "commandLine.forecastHorizon", required: true },
    { name: "out", placeholder: "CSV", help: "commandLine.forecastOut", required: true },
    { name: "intervals", placeholder: "FILE", help: "commandLine.forecastIntervals" },
  ],
  async run(input) {
    const horizon = wholeNumber("horizon", input.value("horizon")!, 1, MOST_STEPS);
    const calendar = calendarOf(stepOf(input.value("step")!));
    const steps = Array.from({ length: horizon }, (_, step) => `F${step + 1}`);
    const points = [`id,${steps.join(",")}`];
    const intervals = ["id,step,lo,hi"];
    for await (const { id, values } of seriesRows(input.value("in")!)) {
      const answer = forecastSeries(values, { horizon, calendar });
      if (answer === undefined) throw new Error(`no value in the row ${id}`);
      const name = quoted(id);
      points.push(`${name},${Array.from(answer.point, written).join(",")}`);
      if (input.has("intervals")) intervals.push(...intervalRows(name, answer));
    }
    writeOutput(input.value("out")!, points);
    if (input.has("intervals")) writeOutput(input.value("intervals")!, intervals);
    return DONE;
  },
};

function intervalRows(name: string, { lower, upper }: Forecast): string[] {
  return Array.from(lower, (low, step) => `${name},${step + 1},${written(low)},${written(upper[step]!)}`);
}

/** Steps in a day and in a week, where these are whole steps. */
function calendarOf(stepMs: number): number[] {
  return [DAY_MS, 7 * DAY_MS].map((ms) => ms / stepMs).filter((steps) => Number.isInteger(steps) && steps >= 2);
}

/** A duration such as 30s, 5m, 1h or 1d. @returns milliseconds */
function stepOf(duration: string): number {
  const [, count, unit] = /^([1-9]\d{0,5})([smhd])$/.exec(duration) ?? [];
  if (count === undefined || unit === undefined) throw new BadUsage("commandLine.usageStep", { written: duration });
  return Number(count) * UNIT_MS[unit]!;
}

const written = (value: number): string => String(Number(value.toPrecision(DIGITS)));

/** As RFC 4180 has it. */
const quoted = (id: string): string => (/[",]/.test(id) ? `"${id.replaceAll('"', '""')}"` : id);

import { badLine, inputLines, type InputLine } from "./input-lines.ts";

/** A row of one metric series: its time as it was written and in seconds since 1970; NaN for a row without a value. */
export type MetricRow = { written: string; at: number; value: number };

const TIME = "timestamp";
const VALUE = "value";
const DATE_AND_TIME = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)\s*(Z|[+-]\d\d:?\d\d)?$/i;
const UNIX = /^-?\d{1,15}(?:\.\d+)?$/;
/** Unix times from here on are milliseconds: in seconds this is the year 5138. */
const MILLISECONDS_FROM = 1e11;

/** The rows of a CSV with columns `timestamp` and `value`. A time without a zone is UTC. @throws BadUsage naming file and line */
export async function* metricRows(file: string): AsyncGenerator<MetricRow> {
  let columns: { time: number; value: number } | undefined;
  for await (const line of inputLines(file)) {
    if (line.text.trim() === "") continue;
    const cells = line.text.split(",").map(unquoted);
    if (columns === undefined) columns = columnsOf(line, cells);
    else yield rowOf(line, cells, columns);
  }
  if (columns === undefined) throw badLine({ file, number: 1, text: "" }, "commandLine.metricHeader");
}

function columnsOf(line: InputLine, cells: readonly string[]): { time: number; value: number } {
  const names = cells.map((name) => name.replace(/^\uFEFF/, "").toLowerCase());
  const columns = { time: names.indexOf(TIME), value: names.indexOf(VALUE) };
  if (columns.time < 0 || columns.value < 0) throw badLine(line, "commandLine.metricHeader");
  return columns;
}

function rowOf(line: InputLine, cells: readonly string[], columns: { time: number; value: number }): MetricRow {
  const written = cells[columns.time] ?? "";
  const at = secondsOf(written);
  if (at === undefined) throw badLine(line, "commandLine.metricNoTime", { cell: written });
  const cell = cells[columns.value] ?? "";
  const value = valueOf(cell);
  if (value === undefined) throw badLine(line, "commandLine.metricNoNumber", { cell });
  return { written, at, value };
}

/** @returns seconds since 1970, undefined for what is no time */
function secondsOf(written: string): number | undefined {
  if (UNIX.test(written)) {
    const number = Number(written);
    return Math.abs(number) >= MILLISECONDS_FROM ? number / 1_000 : number;
  }
  const [, date, time, zone = "Z"] = DATE_AND_TIME.exec(written) ?? [];
  if (date === undefined) return undefined;
  const ms = Date.parse(`${date}T${time}${zone.toUpperCase()}`);
  return Number.isNaN(ms) ? undefined : ms / 1_000;
}

/** @returns NaN for a missing value, undefined for what is no number */
function valueOf(cell: string): number | undefined {
  if (cell === "" || /^(na|nan|null|none)$/i.test(cell)) return Number.NaN;
  const value = Number(cell);
  return Number.isFinite(value) ? value : undefined;
}

const unquoted = (cell: string): string =>
  cell
    .trim()
    .replace(/^"(.*)"$/, "$1")
    .trim();

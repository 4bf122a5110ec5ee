import { badLine, inputLines, type InputLine } from "./input-lines.ts";

/** A row `id,v1,v2,…`; a missing value is NaN. */
export type SeriesRow = { id: string; values: Float64Array };

const HEADER = /^"?id"?,/i;

/** The rows of a CSV with a header `id,values`. @throws BadUsage naming file and line */
export async function* seriesRows(file: string): AsyncGenerator<SeriesRow> {
  const seen = new Set<string>();
  let first: InputLine | undefined;
  for await (const line of inputLines(file)) {
    if (first === undefined) {
      first = line;
      if (!HEADER.test(line.text)) throw badLine(line, "commandLine.seriesHeader");
    } else if (line.text.trim() !== "") {
      const row = rowOf(line);
      if (seen.has(row.id)) throw badLine(line, "commandLine.seriesTwice", { id: row.id });
      seen.add(row.id);
      yield row;
    }
  }
  if (first === undefined) throw badLine({ file, number: 1, text: "" }, "commandLine.seriesHeader");
}

function rowOf(line: InputLine): SeriesRow {
  const [id = "", ...cells] = line.text.split(",");
  if (unquoted(id) === "") throw badLine(line, "commandLine.seriesNoId");
  const values = new Float64Array(cells.length);
  cells.forEach((cell, index) => {
    const value = numberOf(cell);
    if (value === undefined) throw badLine(line, "commandLine.seriesNoNumber", { cell, column: String(index + 2) });
    values[index] = value;
  });
  if (!values.some(Number.isFinite)) throw badLine(line, "commandLine.seriesNoValue", { id: unquoted(id) });
  return { id: unquoted(id), values };
}

/** @returns NaN for a missing value, undefined for what is no number */
function numberOf(cell: string): number | undefined {
  const value = cell === "" ? Number.NaN : Number(cell);
  if (Number.isFinite(value)) return value;
  const written = unquoted(cell);
  if (written === "" || /^(na|nan|null)$/i.test(written)) return Number.NaN;
  const quoted = Number(written);
  return Number.isFinite(quoted) ? quoted : undefined;
}

const unquoted = (cell: string): string =>
  cell
    .trim()
    .replace(/^"(.*)"$/, "$1")
    .trim();

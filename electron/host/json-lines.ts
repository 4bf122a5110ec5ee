import { existsSync } from "node:fs";
import { badLine, type InputLine, inputLines } from "./input-lines.ts";
import { BadUsage } from "./usage.ts";

/** One JSON object with the line at which it stands. */
export type JsonLine = { line: InputLine; value: Readonly<Record<string, unknown>> };

/** The objects of a file with one a line. @throws BadUsage naming file and line */
export async function* jsonLines(file: string): AsyncGenerator<JsonLine> {
  for await (const line of inputLines(file)) {
    if (line.text === "") continue;
    yield { line, value: objectOf(line) };
  }
}

/** The same for a file that need not be there. */
export async function* optionalJsonLines(file: string): AsyncGenerator<JsonLine> {
  if (existsSync(file)) yield* jsonLines(file);
}

function objectOf(line: InputLine): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(line.text);
  } catch {
    throw badLine(line, "commandLine.jsonSyntax");
  }
  if (!isObject(value)) throw badLine(line, "commandLine.jsonSyntax");
  return value;
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export function textAt({ line, value }: JsonLine, field: string): string {
  const found = value[field];
  if (typeof found !== "string") throw badLine(line, "commandLine.jsonShape", { field });
  return found;
}

export function timeAt({ line, value }: JsonLine, field: string): number {
  const found = value[field];
  if (typeof found !== "number" || !Number.isFinite(found)) throw badLine(line, "commandLine.jsonShape", { field });
  return found;
}

/** Labels: those with text values. */
export function labelsAt({ value }: JsonLine, field: string): Record<string, string> {
  const found = value[field];
  if (!isObject(found)) return {};
  return Object.fromEntries(
    Object.entries(found).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}

/** A whole file that holds one JSON value. @throws BadUsage naming the file and the line of a mistake */
export async function readJson(file: string): Promise<JsonLine> {
  const lines: string[] = [];
  for await (const { text } of inputLines(file)) lines.push(text);
  const text = lines.join("\n");
  const line = { file, number: 1, text };
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return { line, value };
  } catch (error) {
    const at = /position (\d+)/.exec(error instanceof Error ? error.message : "")?.[1];
    const number = at === undefined ? 1 : text.slice(0, Number(at)).split("\n").length;
    throw new BadUsage("commandLine.jsonSyntax", { file, line: String(number) });
  }
  throw badLine(line, "commandLine.jsonSyntax");
}

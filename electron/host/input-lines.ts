import { createReadStream } from "node:fs";
import { pipeline, type Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import type { TextKey, TextParams } from "../../shared/strings/index.ts";
import { BadUsage } from "./usage.ts";

/** A line of a file that is read as input. */
export type InputLine = { file: string; number: number; text: string };

/** Lines of a text file, numbered from 1; `.gz` is unpacked. @throws BadUsage when it cannot be read */
export async function* inputLines(file: string): AsyncGenerator<InputLine> {
  let number = 0;
  let rest = "";
  try {
    for await (const part of openText(file)) {
      const lines = (rest + String(part)).split("\n");
      rest = lines.pop()!;
      for (const line of lines) yield { file, number: ++number, text: line.endsWith("\r") ? line.slice(0, -1) : line };
    }
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    throw new BadUsage("commandLine.inputUnreadable", { file, reason: error.message });
  }
  if (rest !== "") yield { file, number: number + 1, text: rest };
}

function openText(file: string): Readable {
  const bytes = createReadStream(file, { highWaterMark: 1 << 20 });
  if (!file.endsWith(".gz")) return bytes.setEncoding("utf8");
  const unpacked = createGunzip();
  // The one that reads hears of an error of either.
  pipeline(bytes, unpacked, () => undefined);
  return unpacked.setEncoding("utf8");
}

/** What is wrong in one line of an input file. */
export const badLine = ({ file, number }: InputLine, reason: TextKey, params: TextParams = {}): BadUsage =>
  new BadUsage(reason, { ...params, file, line: String(number) });

import { writeFileSync } from "node:fs";
import { BadUsage } from "./usage.ts";

/** Writes a whole result at once, so that a mistake in the input leaves no half of it. @throws BadUsage when it cannot be written */
export function writeOutput(file: string, lines: readonly string[]): void {
  try {
    writeFileSync(file, lines.map((line) => `${line}\n`).join(""));
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    throw new BadUsage("commandLine.outputUnwritable", { file, reason: error.message });
  }
}

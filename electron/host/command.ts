import type { TextKey } from "../../shared/strings/index.ts";
import type { CommandIo } from "./io.ts";

/** `--name VALUE`, or a switch when it has no placeholder. */
export type Option = { name: string; placeholder?: string; help: TextKey; required?: true };

/** A word after the command's name. */
export type Operand = { placeholder: string; choices?: readonly string[]; optional?: true };

/** What was written on the command line, checked against the command's own description. */
export type Input = { operands: string[]; value(name: string): string | undefined; has(name: string): boolean };

export type Command = {
  name: string;
  summary: TextKey;
  /** What else one must know, shown by `--help`. */
  detail?: TextKey;
  operands?: readonly Operand[];
  options: readonly Option[];
  /** @returns the exit code: 0 done, 1 a problem was found, 2 bad usage */
  run(input: Input, io: CommandIo): Promise<number>;
};

export const DONE = 0;
export const PROBLEM = 1;
export const BAD_USAGE = 2;

export const DATA: Option = { name: "data", placeholder: "DIR", help: "commandLine.optionData" };
export const DEMO: Option = { name: "demo", help: "commandLine.optionDemoFolder" };
export const CONFIG: Option = { name: "config", placeholder: "FILE", help: "commandLine.optionConfig" };

import { parseArgs } from "node:util";
import { text, type TextKey, type TextParams } from "../../shared/strings/index.ts";
import { nearestOf } from "../engine/config/nearest.ts";
import type { Command, Input, Option } from "./command.ts";

/** The command line was written wrongly; the message says how to write it. */
export class BadUsage extends Error {
  override name = "BadUsage";
  constructor(key: TextKey, params: TextParams = {}) {
    super(text(key, params));
  }
}

/** Checks what was written against what the command takes. */
export function readInput(command: Command, args: readonly string[]): Input {
  const options = Object.fromEntries(
    command.options.map(({ name, placeholder }) => [
      name,
      { type: placeholder === undefined ? "boolean" : "string" } as const,
    ]),
  );
  const { tokens } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true });
  const values = new Map<string, string>();
  const operands: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") operands.push(token.value);
    else if (token.kind === "option") values.set(token.name, valueOf(command, token.name, token.rawName, token.value));
  }
  for (const { name, required } of command.options) {
    if (required && !values.has(name)) throw new BadUsage("commandLine.usageMissingOption", { option: name });
  }
  checkOperands(command, operands);
  return { operands, value: (name) => values.get(name), has: (name) => values.has(name) };
}

function valueOf(command: Command, name: string, written: string, value: string | undefined): string {
  const option = command.options.find((candidate) => candidate.name === name);
  if (option === undefined) throw unknownOption(written, command.options);
  if (option.placeholder === undefined && value !== undefined)
    throw new BadUsage("commandLine.usageNoValue", { option: name });
  if (option.placeholder !== undefined && (value === undefined || value.startsWith("--"))) {
    throw new BadUsage("commandLine.usageNeedsValue", { option: name, placeholder: option.placeholder });
  }
  // A variable that a script forgot to set would else mean the current folder, or no name at all.
  if (option.placeholder !== undefined && value?.trim() === "")
    throw new BadUsage("commandLine.usageEmptyValue", { option: name, placeholder: option.placeholder });
  return value ?? "";
}

function unknownOption(written: string, options: readonly Option[]): BadUsage {
  const nearest = nearestOf(
    written.replace(/^-+/, ""),
    options.map((option) => option.name),
  );
  return nearest === undefined
    ? new BadUsage("commandLine.usageUnknownOption", { option: written })
    : new BadUsage("commandLine.usageUnknownOptionNear", { option: written, nearest: `--${nearest}` });
}

function checkOperands({ operands: wanted = [] }: Command, given: readonly string[]): void {
  wanted.forEach(({ placeholder, choices, optional }, index) => {
    const word = given[index];
    if (word === undefined) {
      if (!optional)
        throw new BadUsage("commandLine.usageMissingOperand", { operand: choices?.join("|") ?? placeholder });
    } else if (choices !== undefined && !choices.includes(word)) {
      throw new BadUsage("commandLine.usageUnknownOperand", { word, choices: choices.join(", ") });
    }
  });
  const extra = given[wanted.length];
  if (extra !== undefined) throw new BadUsage("commandLine.usageExtraOperand", { word: extra });
}

/** A whole number within bounds. */
export function wholeNumber(name: string, written: string, least: number, most: number): number {
  const value = /^\d{1,15}$/.test(written) ? Number(written) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new BadUsage("commandLine.usageWholeNumber", {
    option: name,
    written,
    least: String(least),
    most: String(most),
  });
}

import { text } from "../../shared/strings/index.ts";
import type { Command } from "./command.ts";

/** What `watchfloor --help` says. */
export function helpOfAll(commands: readonly Command[]): string {
  const rows = commands.map((command): Row => [operandsOf(command), text(command.summary)]);
  return [text("commandLine.helpIntro"), "", ...table(rows), "", text("commandLine.helpMore")].join("\n");
}

/** What `watchfloor <command> --help` says. */
export function helpOf(command: Command): string {
  const parts = command.options.map(({ name, placeholder, required }) => {
    const option = placeholder === undefined ? `--${name}` : `--${name} ${placeholder}`;
    return required ? option : `[${option}]`;
  });
  const usage = text("commandLine.helpUsage", { usage: ["watchfloor", operandsOf(command), ...parts].join(" ") });
  const rows = command.options.map((option): Row => [
    `--${option.name}${option.placeholder === undefined ? "" : ` ${option.placeholder}`}`,
    text(option.help),
  ]);
  const detail = command.detail === undefined ? [] : ["", text(command.detail)];
  return [text(command.summary), "", usage, ...(rows.length === 0 ? [] : ["", ...table(rows)]), ...detail].join("\n");
}

type Row = [left: string, right: string];

function operandsOf({ name, operands = [] }: Command): string {
  const words = operands.map(({ placeholder, choices, optional }) => {
    const word = choices?.join("|") ?? placeholder;
    return optional ? `[${word}]` : word;
  });
  return [name, ...words].join(" ");
}

function table(rows: readonly Row[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}

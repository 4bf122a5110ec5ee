import { text } from "../../shared/strings/index.ts";
import { nearestOf } from "../engine/config/nearest.ts";
import { ExposedFile, MalformedFile, NoPlainFile, SharedFolder } from "../engine/secrets/private-file.ts";
import { BAD_USAGE, DONE, PROBLEM, type Command } from "./command.ts";
import { audit } from "./commands/audit.ts";
import { change } from "./commands/change.ts";
import { checkConfig } from "./commands/check-config.ts";
import { clusterLogs } from "./commands/cluster-logs.ts";
import { correlate } from "./commands/correlate.ts";
import { doctor } from "./commands/doctor.ts";
import { exportData } from "./commands/export.ts";
import { forecast } from "./commands/forecast.ts";
import { rankCauses } from "./commands/rank-causes.ts";
import { scoreSeries } from "./commands/score-series.ts";
import { secret } from "./commands/secret.ts";
import { serve } from "./commands/serve.ts";
import { token } from "./commands/token.ts";
import { helpOf, helpOfAll } from "./help.ts";
import { sayLine, type CommandIo } from "./io.ts";
import { BadUsage, readInput } from "./usage.ts";
import { version } from "./version.ts";

export const commands: readonly Command[] = [
  serve,
  checkConfig,
  doctor,
  exportData,
  change,
  audit,
  token,
  secret,
  scoreSeries,
  clusterLogs,
  rankCauses,
  forecast,
  correlate,
];

/** Runs one command. @returns the exit code */
export async function runCommandLine(args: readonly string[], io: CommandIo): Promise<number> {
  const [name, ...rest] = args;
  if (name === "--version" || name === "-v") {
    sayLine(io.out, version());
    return DONE;
  }
  if (name === "--help" || name === "-h" || name === "help") {
    sayLine(io.out, helpOfAll(commands));
    return DONE;
  }
  const command = commands.find((candidate) => candidate.name === name);
  if (command === undefined) return refuse(io, unknownCommand(name));
  if (rest.includes("--help") || rest.includes("-h")) {
    sayLine(io.out, helpOf(command));
    return DONE;
  }
  try {
    return await command.run(readInput(command, rest), io);
  } catch (error) {
    if (!(error instanceof BadUsage)) return sayFailure(io, error);
    return refuse(io, `${error.message} ${text("commandLine.usageSeeHelp", { command: command.name })}`);
  }
}

/** What the system or a file of ours refuses is said in a sentence; anything else is a fault and shows where it happened. */
function sayFailure(io: CommandIo, error: unknown): number {
  if (error instanceof ExposedFile)
    sayLine(io.error, text("commandLine.secretExposedFile", { file: error.file, mode: error.mode }));
  else if (error instanceof MalformedFile)
    sayLine(io.error, text("commandLine.malformedFile", { file: error.file, reason: error.reason }));
  else if (error instanceof SharedFolder) sayLine(io.error, text("commandLine.sharedFolder", { folder: error.folder }));
  else if (error instanceof NoPlainFile)
    sayLine(io.error, text("commandLine.systemRefused", { reason: error.message }));
  else if (error instanceof Error && "syscall" in error)
    sayLine(io.error, text("commandLine.systemRefused", { reason: error.message }));
  else throw error;
  return PROBLEM;
}

function refuse(io: CommandIo, message: string): number {
  sayLine(io.error, message);
  return BAD_USAGE;
}

function unknownCommand(name: string | undefined): string {
  const names = commands.map((command) => command.name);
  if (name === undefined) return text("commandLine.usageNoCommand", { commands: names.join(", ") });
  const nearest = nearestOf(name, names);
  const what = text("commandLine.usageUnknownCommand", { name });
  return `${what} ${nearest === undefined ? text("commandLine.usageCommands", { commands: names.join(", ") }) : text("commandLine.usageNearCommand", { nearest })}`;
}

import { text } from "../../shared/strings/index.ts";
import { nearestOf } from "../engine/config/nearest.ts";
import { BAD_USAGE, DONE, PROBLEM, type Command } from "./command.ts";
import { helpOf, helpOfAll } from "./help.ts";
import { sayLine, type CommandIo } from "./io.ts";
import { BadUsage, readInput } from "./usage.ts";
import { version } from "./version.ts";

/** Each command by its name, loaded when it is asked for: what one needs the others do not wait for. */
const LOADERS = {
  serve: async () => (await import("./commands/serve.ts")).serve,
  "check-config": async () => (await import("./commands/check-config.ts")).checkConfig,
  doctor: async () => (await import("./commands/doctor.ts")).doctor,
  export: async () => (await import("./commands/export.ts")).exportData,
  rules: async () => (await import("./commands/rules.ts")).rules,
  change: async () => (await import("./commands/change.ts")).change,
  audit: async () => (await import("./commands/audit.ts")).audit,
  token: async () => (await import("./commands/token.ts")).token,
  secret: async () => (await import("./commands/secret.ts")).secret,
  "score-series": async () => (await import("./commands/score-series.ts")).scoreSeries,
  "cluster-logs": async () => (await import("./commands/cluster-logs.ts")).clusterLogs,
  "rank-causes": async () => (await import("./commands/rank-causes.ts")).rankCauses,
  forecast: async () => (await import("./commands/forecast.ts")).forecast,
  correlate: async () => (await import("./commands/correlate.ts")).correlate,
} satisfies Record<string, () => Promise<Command>>;

const names = Object.keys(LOADERS);
const isName = (name: string | undefined): name is keyof typeof LOADERS =>
  name !== undefined && Object.hasOwn(LOADERS, name);

/** All commands, in the order in which help names them. */
export const loadCommands = (): Promise<Command[]> => Promise.all(Object.values(LOADERS).map((load) => load()));

/** Runs one command. @returns the exit code */
export async function runCommandLine(args: readonly string[], io: CommandIo): Promise<number> {
  const [name, ...rest] = args;
  if (name === "--version" || name === "-v") {
    sayLine(io.out, version());
    return DONE;
  }
  if (name === "--help" || name === "-h" || name === "help") {
    sayLine(io.out, helpOfAll(await loadCommands()));
    return DONE;
  }
  if (!isName(name)) return refuse(io, unknownCommand(name));
  const command: Command = await LOADERS[name]();
  if (rest.includes("--help") || rest.includes("-h")) {
    sayLine(io.out, helpOf(command));
    return DONE;
  }
  try {
    return await command.run(readInput(command, rest), io);
  } catch (error) {
    if (!(error instanceof BadUsage)) return await sayFailure(io, error);
    return refuse(io, `${error.message} ${text("commandLine.usageSeeHelp", { command: command.name })}`);
  }
}

/** What the system or a file of ours refuses is said in a sentence; anything else is a fault and shows where it happened. */
async function sayFailure(io: CommandIo, error: unknown): Promise<number> {
  const { ExposedFile, MalformedFile, NoPlainFile, SharedFolder } = await import("../engine/secrets/private-file.ts");
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
  if (name === undefined) return text("commandLine.usageNoCommand", { commands: names.join(", ") });
  const nearest = nearestOf(name, names);
  const what = text("commandLine.usageUnknownCommand", { name });
  return `${what} ${nearest === undefined ? text("commandLine.usageCommands", { commands: names.join(", ") }) : text("commandLine.usageNearCommand", { nearest })}`;
}

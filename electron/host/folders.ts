import path from "node:path";
import { existsSync } from "node:fs";
import { text, textOf } from "../../shared/strings/index.ts";
import { defaultConfigFile, defaultDataFolder, engineFolder } from "../engine/config/data-folder.ts";
import { defaultConfig, type ConfigFile } from "../engine/config/file-schema.ts";
import { describeProblem } from "../engine/config/problem.ts";
import { readConfig } from "../engine/config/read.ts";
import { findInstance, type Instance } from "../engine/listener/instance.ts";
import type { Input } from "./command.ts";
import { sayLine, type CommandIo } from "./io.ts";

/** The folder of `--data`, else the system's place for it. */
export function dataFolderOf(input: Input, io: CommandIo): string {
  const written = input.value("data");
  return written === undefined ? defaultDataFolder(io.environment, io.platform) : path.resolve(io.cwd, written);
}

/** The same with `--demo` taken into account: where the database lies. */
export const engineFolderOf = (input: Input, io: CommandIo): string =>
  engineFolder(dataFolderOf(input, io), input.has("demo"));

/** The engine that serves this data folder, with its real data or with the demo's. */
export const instanceOf = (dataFolder: string): Instance | undefined =>
  findInstance(engineFolder(dataFolder, false)) ?? findInstance(engineFolder(dataFolder, true));

export type FoundConfig = { file: string | null; config: ConfigFile };

/** The configuration of `--config`, else the one in the data folder, else the defaults. Problems are printed; undefined then. */
export async function configOf(input: Input, io: CommandIo): Promise<FoundConfig | undefined> {
  const written = input.value("config");
  const file = written === undefined ? defaultConfigFile(dataFolderOf(input, io)) : path.resolve(io.cwd, written);
  if (written === undefined && !existsSync(file)) return { file: null, config: defaultConfig() };
  const { knownKinds } = await import("./known-kinds.ts");
  const parsed = readConfig(written ?? file, file, knownKinds());
  if (parsed.ok) return { file, config: parsed.config };
  for (const problem of parsed.problems) sayLine(io.error, describeProblem(problem));
  sayLine(io.error, text("commandLine.configProblems", { count: parsed.problems.length }));
  return undefined;
}

/** Says what the store or the engine refused to do. */
export const sayProblem = (io: CommandIo, message: Parameters<typeof textOf>[0]): void =>
  sayLine(io.error, textOf(message));

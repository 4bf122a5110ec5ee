import path from "node:path";
import { parseArgs } from "node:util";
import type { EngineArguments } from "../../shared/contract/shell.ts";

export type ShellArguments = EngineArguments & {
  /** Start with the wall on every display that it was on, and no desk. */
  wall: boolean;
};

const OPTIONS = {
  data: { type: "string" },
  config: { type: "string" },
  demo: { type: "boolean" },
  wall: { type: "boolean" },
} as const;

/** Reads `--data DIR --config FILE --demo --wall`. Chromium's own switches stand among them and are left to it. */
export function shellArguments(args: readonly string[], folder: string): ShellArguments {
  const { values } = parseArgs({ args: [...args], options: OPTIONS, strict: false, allowPositionals: true });
  const place = (value: string | boolean | undefined): string | null =>
    typeof value === "string" && value !== "" ? path.resolve(folder, value) : null;
  return {
    dataFolder: place(values.data),
    configFile: place(values.config),
    demo: values.demo === true,
    wall: values.wall === true,
  };
}

/** Where the shell keeps windows' places and Chromium its own: one folder for each data folder, so that each has one shell. */
export const shellFolder = (dataFolder: string | null, usual: string): string =>
  path.join(dataFolder ?? usual, "shell");

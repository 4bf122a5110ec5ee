import { realpathSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { text } from "../../../shared/strings/index.ts";
import { BAD_USAGE, DONE, type Command } from "../command.ts";
import { type CommandIo, sayLine } from "../io.ts";

export const clusterLogs: Command = {
  name: "cluster-logs",
  summary: "commandLine.clusterLogsSummary",
  detail: "commandLine.clusterLogsDetail",
  options: [
    { name: "in", placeholder: "FILE", help: "commandLine.clusterLogsIn", required: true },
    { name: "out", placeholder: "CSV", help: "commandLine.clusterLogsOut", required: true },
  ],
  async run(input, io) {
    const from = resolve(io.cwd, input.value("in") ?? "");
    const to = resolve(io.cwd, input.value("out") ?? "");
    const { clusterFile } = await import("../cluster-file.ts");
    try {
      if (isSame(from, to)) return refuse(io, text("commandLine.clusterLogsSame", { file: from }));
      clusterFile(from, to);
      return DONE;
    } catch (error) {
      if (error instanceof Error && "syscall" in error)
        return refuse(io, text("commandLine.clusterLogsRefused", { reason: error.message }));
      throw error;
    }
  },
};

/** Writing would empty what is still to be read. */
function isSame(from: string, to: string): boolean {
  const known = statSync(to, { throwIfNoEntry: false });
  return known !== undefined && realpathSync(from) === realpathSync(to);
}

function refuse(io: CommandIo, message: string): number {
  sayLine(io.error, message);
  return BAD_USAGE;
}

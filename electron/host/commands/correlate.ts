import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { DONE, type Command } from "../command.ts";

export const correlate: Command = {
  name: "correlate",
  summary: "commandLine.correlateSummary",
  detail: "commandLine.correlateDetail",
  options: [
    { name: "in", placeholder: "DIR", help: "commandLine.correlateIn", required: true },
    { name: "out", placeholder: "DIR", help: "commandLine.correlateOut", required: true },
    { name: "reasons", help: "commandLine.correlateReasons" },
  ],
  async run(input, io) {
    const { correlateFolder } = await import("../correlate-folder.ts");
    const to = resolve(io.cwd, input.value("out")!);
    mkdirSync(to, { recursive: true });
    await correlateFolder(resolve(io.cwd, input.value("in")!), to, input.has("reasons"));
    return DONE;
  },
};

import { text } from "../../../shared/strings/index.ts";
import { CONFIG, DATA, DONE, PROBLEM, type Command } from "../command.ts";
import { configOf } from "../folders.ts";
import { sayLine } from "../io.ts";

export const checkConfig: Command = {
  name: "check-config",
  summary: "commandLine.checkConfigSummary",
  detail: "commandLine.checkConfigDetail",
  options: [CONFIG, DATA],
  async run(input, io) {
    const found = await configOf(input, io);
    if (found === undefined) return PROBLEM;
    const { file, config } = found;
    if (file === null) sayLine(io.out, text("commandLine.checkConfigNone"));
    else sayLine(io.out, text("commandLine.checkConfigGood", { file, count: config.sources.length }));
    return DONE;
  },
};

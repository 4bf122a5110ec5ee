import { rankComponents } from "../../engine/analysis/causes/metrics/rankComponents.ts";
import { DONE, type Command } from "../command.ts";
import { faultCases } from "../fault-cases.ts";
import { writeOutput } from "../output-file.ts";

const DIGITS = 4;

export const rankCauses: Command = {
  name: "rank-causes",
  summary: "commandLine.causesSummary",
  detail: "commandLine.causesDetail",
  options: [
    { name: "in", placeholder: "FILE", help: "commandLine.causesIn", required: true },
    { name: "out", placeholder: "FILE", help: "commandLine.causesOut", required: true },
  ],
  async run(input) {
    const lines: string[] = [];
    for await (const { id, fault } of faultCases(input.value("in")!)) {
      const { ranked, unknown } = rankComponents(fault);
      lines.push(
        JSON.stringify({
          id,
          ranked: ranked.map(({ component }) => component),
          probabilities: ranked.map(({ probability }) => rounded(probability)),
          unknown: rounded(unknown),
          reasons: Object.fromEntries(ranked.slice(0, 3).map(({ component, reasons }) => [component, reasons])),
        }),
      );
    }
    writeOutput(input.value("out")!, lines);
    return DONE;
  },
};

const rounded = (probability: number): number => Number(probability.toFixed(DIGITS));

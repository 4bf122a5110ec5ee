/**
 * The analysis against public data and against other systems' results: one table on standard output.
 *
 *   npm run bench:analysis -- --data DIR [--only storms] [--quick] [--json]
 *
 * DIR holds tuning data and scorers, which are not part of this project; docs/ANALYSIS.md says which and how it is laid out.
 */
import { parseArgs } from "node:util";
import { build } from "../../../scripts/build.ts";
import { machine } from "../parts/machine.ts";
import { capacity } from "./capacity.ts";
import { causes } from "./causes.ts";
import type { AnalysisBench, AnalysisFigure } from "./figure.ts";
import { forecast } from "./forecast.ts";
import { logs } from "./logs.ts";
import { series } from "./series.ts";
import { storms } from "./storms.ts";
import { tableOf } from "./table.ts";

const BENCHES: Record<string, AnalysisBench> = { series, logs, storms, causes, forecast, capacity };

const { values } = parseArgs({
  options: {
    data: { type: "string" },
    only: { type: "string", multiple: true, default: [] },
    quick: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
  },
});
const unknown = values.only.filter((name) => !Object.hasOwn(BENCHES, name));
if (values.data === undefined || unknown.length > 0) {
  if (unknown.length > 0)
    console.error(`there is no bench ${unknown.join(", ")}; there are ${Object.keys(BENCHES).join(", ")}`);
  else console.error("say where the data are: npm run bench:analysis -- --data DIR");
  process.exit(2);
}

await build();
const on = machine();
const figures: AnalysisFigure[] = [];
for (const name of values.only.length > 0 ? values.only : Object.keys(BENCHES)) {
  const progress = (line: string): void => console.error(`${name}: ${line}`);
  figures.push(...(await BENCHES[name]!({ data: values.data, quick: values.quick, progress })));
}
console.log(values.json ? JSON.stringify({ machine: on, quick: values.quick, figures }, null, 2) : tableOf(figures));

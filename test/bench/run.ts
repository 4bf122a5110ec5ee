/**
 * The figures that the engine is held to, as JSON on standard output; progress goes to standard error.
 *
 *   npm run bench [-- --only throughput] [--quick] [--full] [--events 2000000] [--keep FOLDER]
 *
 * Ratios are taken within one run, alternating, and are medians of five, so that they say something on a shared machine
 * too. `--full` lets the growth bench write ten million events, `--keep` in a folder where the next run finds them. What each goal means: docs/BENCHMARKS.md.
 */
import { parseArgs } from "node:util";
import { growth } from "./growth.ts";
import { lists } from "./lists.ts";
import { memory } from "./memory.ts";
import { machine } from "./parts/machine.ts";
import type { Bench, BenchResult } from "./parts/result.ts";
import { repeats } from "./repeats.ts";
import { rules } from "./rules.ts";
import { similar } from "./similar.ts";
import { start } from "./start.ts";
import { throughput } from "./throughput.ts";

const BENCHES: Record<string, Bench> = { throughput, repeats, lists, similar, rules, memory, start, growth };
const EVENTS = 2_000_000;
const FULL_EVENTS = 10_000_000;

const { values } = parseArgs({
  options: {
    only: { type: "string", multiple: true, default: [] },
    quick: { type: "boolean", default: false },
    full: { type: "boolean", default: false },
    events: { type: "string" },
    keep: { type: "string" },
  },
});
const unknown = values.only.filter((name) => !Object.hasOwn(BENCHES, name));
if (unknown.length > 0) {
  console.error(`there is no bench ${unknown.join(", ")}; there are ${Object.keys(BENCHES).join(", ")}`);
  process.exit(2);
}

const chosen = values.only.length > 0 ? values.only : Object.keys(BENCHES);
const on = machine();
const results: BenchResult[] = [];
for (const name of chosen) {
  const found = await BENCHES[name]!({
    quick: values.quick,
    events: values.events === undefined ? (values.full ? FULL_EVENTS : EVENTS) : Number(values.events),
    ...(values.keep === undefined ? {} : { keep: values.keep }),
    progress: (line) => console.error(`${name}: ${line}`),
  });
  for (const result of found) {
    const said = result.met === null ? `skipped, ${result.skipped}` : result.met ? "met" : "not met";
    console.error(`${result.name}: ${result.value ?? "-"} ${result.unit}: ${said}`);
  }
  results.push(...found);
}
console.log(JSON.stringify({ machine: on, quick: values.quick, results }, null, 2));

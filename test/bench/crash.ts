/**
 * Kills the engine under load a thousand times and looks each time whether everything that was acknowledged is there once.
 * Prints JSON, progress on standard error; exit code 1 when something was not as it should be.
 *
 *   npm run bench:crash [-- --rounds 1000 --seed 1]
 */
import { parseArgs } from "node:util";
import { type CrashReport, runCrashRounds } from "../engine/crash/rounds.ts";
import { machine } from "./parts/machine.ts";

const { values } = parseArgs({
  options: { rounds: { type: "string", default: "1000" }, seed: { type: "string", default: "1" } },
});
const rounds = Number(values.rounds);
const seed = Number(values.seed);
/** Rounds on one data folder; the next begin afresh, so that a thousand take no longer each than the first ones. */
const ROUNDS_PER_FOLDER = 50;

const total: CrashReport = { wrong: [], acknowledged: 0, inDoubt: 0, changes: 0, logEntries: 0, torn: 0 };
const begun = performance.now();
for (let done = 0; done < rounds && total.wrong.length === 0; done += ROUNDS_PER_FOLDER) {
  const some = Math.min(ROUNDS_PER_FOLDER, rounds - done);
  const tornRound = Math.floor(some / 2);
  const report = await runCrashRounds({ rounds: some, seed: seed + done, tornRound });
  total.wrong.push(...report.wrong);
  for (const figure of ["acknowledged", "inDoubt", "changes", "logEntries", "torn"] as const)
    total[figure] += report[figure];
  console.error(`${done + some} of ${rounds} rounds, ${total.acknowledged} acknowledged, ${total.wrong.length} wrong`);
}
const seconds = Math.round((performance.now() - begun) / 1_000);
console.log(
  JSON.stringify({ machine: machine(), rounds, seed, seconds, ...total, met: total.wrong.length === 0 }, null, 2),
);
process.exitCode = total.wrong.length === 0 ? 0 : 1;

/**
 * `npm test [-- files and options of vitest]`: builds what has changed, runs every test, says what was skipped and why. With
 * `--install`, or in CI, it first installs what some tests need beyond the checkout. The last line is always
 * `N passed, N failed, N skipped`.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { RESULTS_FILE, type Results } from "../test/reporter.ts";
import { build, isBuildNeeded } from "./build.ts";
import { installTestNeeds } from "./install-test-needs.ts";

const root = path.resolve(import.meta.dirname, "..");
const args = process.argv.slice(2);
const say = (line: string): void => console.log(line);

if (process.env.CI === "true" || args.includes("--install")) await installTestNeeds(root, say);
if (isBuildNeeded()) {
  say("Building");
  await build();
}

const folder = mkdtempSync(path.join(tmpdir(), "watchfloor-test-"));
const resultsFile = path.join(folder, "results.json");
const vitest = path.join(root, "node_modules", "vitest", "vitest.mjs");
const given = args.filter((arg) => arg !== "--install");
const { status } = spawnSync(
  process.execPath,
  [vitest, "run", "--reporter=default", `--reporter=${path.join(root, "test", "reporter.ts")}`, ...given],
  { cwd: root, stdio: "inherit", env: { ...process.env, [RESULTS_FILE]: resultsFile } },
);
const { passed, failed, skipped } = readResults(resultsFile, status);
rmSync(folder, { recursive: true });

if (skipped.length > 0) say(`\nSkipped:\n${skipped.map(({ test, reason }) => `  ${test} (${reason})`).join("\n")}`);
say(`\n${passed} passed, ${failed} failed, ${skipped.length} skipped`);
process.exitCode = status === 0 && failed === 0 ? 0 : 1;

/** A run that ended without results has failed, whatever it said. */
function readResults(file: string, code: number | null): Results {
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8")) as Results;
  say(`the tests ended with code ${code} and without results`);
  return { passed: 0, failed: 1, skipped: [] };
}

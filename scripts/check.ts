/**
 * `npm run check`: everything about the code that can be told within a minute: types, lint, format, the design's rules (imports,
 * cycles, dead code, texts) and the tests that need neither a browser, nor servers, nor a build.
 */
import { spawn } from "node:child_process";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");
const withNode = path.join(root, "scripts", "with-node.mjs");

/** Tests that start browsers, servers, packagers or whole processes, or that search long; `npm test` runs them. */
const SLOW = [
  "test/{e2e,servers,packaging}/**",
  "test/**/*.browser.test.*",
  "test/engine/utility/**",
  "test/engine/crash*",
  "test/host/{cli,start}*",
  "test/**/*.property.test.*",
  "test/**/heavy.test.*",
  "test/**/*.volume.test.*",
  "test/engine/connectors/demo/**",
  "test/engine/store/{crash,full-disk}*",
];

/** What the last check of types saw, so that the next looks only at what has changed. */
const TYPES_SEEN = path.join("node_modules", ".cache", "check.tsbuildinfo");

type Step = { name: string; command: readonly string[] };

/** These are done beside one another, then the tests, which use the machine by themselves. */
const READING: readonly Step[] = [
  { name: "types", command: ["typescript", "--noEmit", "--incremental", "--tsBuildInfoFile", TYPES_SEEN] },
  { name: "lint", command: ["oxlint", "--quiet"] },
  { name: "format", command: ["prettier", "--check", "--cache", "--log-level", "warn", "."] },
];
const TESTING: Step = {
  name: "design and units",
  command: ["vitest", "run", "--reporter=minimal", ...SLOW.flatMap((pattern) => ["--exclude", pattern])],
};

/** Runs a step and prints what it said when it is done. @returns whether all was well */
async function run({ name, command }: Step): Promise<boolean> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [withNode, ...command], { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (said += String(chunk)));
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`${code === 0 ? "ok    " : "FAILED"} ${name} (${seconds} s)${code === 0 ? "" : `\n${said}`}`);
  return code === 0;
}

const outcomes = [...(await Promise.all(READING.map(run))), await run(TESTING)];
process.exitCode = outcomes.every(Boolean) ? 0 : 1;

/**
 * `npm run check`: everything about the code that can be told within a minute: types, lint, format, the design's rules (imports,
 * cycles, dead code, texts) and the tests that need neither a browser, nor servers, nor a build.
 */
import { spawnSync } from "node:child_process";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");
const withNode = path.join(root, "scripts", "with-node.mjs");

/** Tests that start browsers, servers, packagers or whole processes, or that search long; `npm test` runs them. */
const SLOW = [
  "test/{e2e,servers,packaging}/**",
  "test/**/*.browser.test.*",
  "test/engine/utility/**",
  "test/host/{cli,start}*",
  "test/**/*.property.test.*",
  "test/**/heavy.test.*",
  "test/engine/connectors/demo/**",
  "test/engine/store/{crash,full-disk}*",
];

const STEPS: readonly { name: string; command: readonly string[] }[] = [
  { name: "types", command: ["typescript", "--noEmit"] },
  { name: "lint", command: ["oxlint", "--quiet"] },
  { name: "format", command: ["prettier", "--check", "--log-level", "warn", "."] },
  {
    name: "design and units",
    command: ["vitest", "run", "--reporter=dot", ...SLOW.flatMap((pattern) => ["--exclude", pattern])],
  },
];

const failed = STEPS.filter(({ name, command }) => {
  const startedAt = performance.now();
  const { status } = spawnSync(process.execPath, [withNode, ...command], { cwd: root, stdio: "inherit" });
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`${status === 0 ? "ok    " : "FAILED"} ${name} (${seconds} s)`);
  return status !== 0;
});
if (failed.length > 0) console.log(`\nfailed: ${failed.map(({ name }) => name).join(", ")}`);
process.exitCode = failed.length === 0 ? 0 : 1;

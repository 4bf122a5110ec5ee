/** Builds what runs: the renderer with vite, everything else with esbuild. Does nothing when nothing has changed; `--force` builds all the same. */
import { hash } from "node:crypto";
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import * as esbuild from "esbuild";
import * as vite from "vite";

const root = path.resolve(import.meta.dirname, "..");
const stampFile = path.join(root, "dist", "inputs.sha256");
const outputs = path.join(root, "dist", "electron");

/** Bundles by name. Worker threads are looked up beside the bundle that starts them, see `electron/engine/worker-file.ts`. */
const MODULES = {
  main: "electron/main/main.ts",
  engine: "electron/engine/utility.ts",
  host: "electron/host/cli.ts",
  "ingest.worker": "electron/engine/ingest.worker.ts",
  "analysis.worker": "electron/engine/analysis/worker.ts",
  "search.worker": "electron/engine/search.worker.ts",
};
const PRELOAD = { preload: "electron/preload/preload.ts" };

/** Found in node_modules when running: a binary, and the shell's own module. */
const EXTERNAL = ["electron", "better-sqlite3"];

const common: esbuild.BuildOptions = {
  absWorkingDir: root,
  outdir: outputs,
  bundle: true,
  platform: "node",
  target: "node22.18",
  sourcemap: true,
  sourcesContent: false,
  legalComments: "linked",
  external: EXTERNAL,
  logLevel: "warning",
};

/** Packages in the older module format ask for `require`, which modules do not have. */
const REQUIRE =
  "import { createRequire as createRequireOfBundle } from 'node:module'; const require = createRequireOfBundle(import.meta.url);";

/** Everything that a build depends on, as one hash. */
function hashOfInputs(): string {
  const patterns = [
    "electron/**/*",
    "shared/**/*",
    "renderer/**/*",
    "package-lock.json",
    "package.json",
    "vite.config.ts",
    "scripts/build.ts",
  ];
  const files = globSync(patterns, { cwd: root, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => path.join(entry.parentPath, entry.name)).sort();
  return hash(
    "sha256",
    paths.map((file) => `${path.relative(root, file)}\n${hash("sha256", readFileSync(file))}`).join("\n"),
  );
}

/** @returns false when the last build is still good */
export function isBuildNeeded(): boolean {
  const built =
    existsSync(path.join(outputs, "host.js")) && existsSync(path.join(root, "dist", "renderer", "index.html"));
  return !built || !existsSync(stampFile) || readFileSync(stampFile, "utf8") !== hashOfInputs();
}

/** Builds everything into `dist/`. */
export async function build(): Promise<void> {
  const inputs = hashOfInputs();
  rmSync(stampFile, { force: true });
  rmSync(outputs, { recursive: true, force: true });
  mkdirSync(outputs, { recursive: true });
  await Promise.all([
    vite.build({ root: path.join(root, "renderer"), configFile: path.join(root, "vite.config.ts"), logLevel: "warn" }),
    esbuild.build({ ...common, entryPoints: MODULES, format: "esm", banner: { js: REQUIRE } }),
    esbuild.build({ ...common, entryPoints: PRELOAD, format: "cjs", outExtension: { ".js": ".cjs" } }),
  ]);
  writeFileSync(stampFile, inputs);
}

if (import.meta.main && (process.argv.includes("--force") || isBuildNeeded())) await build();

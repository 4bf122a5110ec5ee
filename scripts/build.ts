/** Builds what runs: the renderer with vite, everything else with esbuild. Does nothing when nothing has changed; `--force` builds all the same. */
import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import * as esbuild from "esbuild";
import * as vite from "vite";
import { underBuildLock } from "./build-lock.ts";
import { forgetBuild, hashOfInputs, isBuildNeeded, rememberBuild } from "./build-stamp.ts";

const root = path.resolve(import.meta.dirname, "..");
const outputs = path.join(root, "dist", "electron");

/** Bundles by name. Worker threads are looked up beside the bundle that starts them, see `electron/engine/worker-file.ts`. */
const MODULES = {
  engine: "electron/engine/utility.ts",
  host: "electron/host/cli.ts",
  "ingest.worker": "electron/engine/ingest.worker.ts",
  "analysis.worker": "electron/engine/analysis/worker.ts",
  "backtest.worker": "electron/engine/backtest/worker.ts",
  "search.worker": "electron/engine/search.worker.ts",
  // Loaded by `rules/cel.ts` when it is needed.
  "cel-library": "electron/engine/rules/cel-library.ts",
};
const SHELL = { main: "electron/main/main.ts" };
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

/**
 * Node's own modules by `require`: `import "node:http"` reads every export of it, and the getter of one of them loads an HTTP
 * client that nobody here uses, 50 ms in every thread that starts.
 */
const builtinsByRequire: esbuild.Plugin = {
  name: "builtins-by-require",
  setup(build) {
    build.onResolve({ filter: /^node:/ }, ({ path: name, kind }) =>
      kind === "require-call" ? { path: name, external: true } : { path: name, namespace: "builtin" },
    );
    build.onLoad({ filter: /^node:/, namespace: "builtin" }, ({ path: name }) => ({
      contents: `module.exports = require(${JSON.stringify(name)});`,
      loader: "js",
    }));
  },
};

/** Builds everything into `dist/`. */
async function buildAll(): Promise<void> {
  const inputs = hashOfInputs();
  forgetBuild();
  rmSync(outputs, { recursive: true, force: true });
  mkdirSync(outputs, { recursive: true });
  await Promise.all([
    vite.build({
      root: path.join(root, "renderer"),
      configFile: path.join(root, "vite.config.ts"),
      logLevel: "warn",
      build: { chunkSizeWarningLimit: 2000 },
    }),
    esbuild.build({
      ...common,
      entryPoints: MODULES,
      format: "esm",
      splitting: true,
      chunkNames: "chunk-[hash]",
      banner: { js: REQUIRE },
      inject: ["scripts/no-form-data.ts"],
      plugins: [builtinsByRequire],
    }),
    esbuild.build({ ...common, entryPoints: SHELL, format: "esm", banner: { js: REQUIRE } }),
    esbuild.build({ ...common, entryPoints: PRELOAD, format: "cjs", outExtension: { ".js": ".cjs" } }),
  ]);
  rememberBuild(inputs);
}

/** Brings `dist/` up to date. Whoever waited for another build finds it done. */
export async function build({ forced = false } = {}): Promise<void> {
  await underBuildLock(async () => {
    if (forced || isBuildNeeded()) await buildAll();
  });
}

export { isBuildNeeded } from "./build-stamp.ts";

if (import.meta.main) await build({ forced: process.argv.includes("--force") });

import path from "node:path";
import * as esbuild from "esbuild";
import { expect, it } from "vitest";

const ROOT = path.resolve(import.meta.dirname, "../../..");
const THREADS = ["host/cli.ts", "engine/utility.ts", "engine/ingest.worker.ts", "engine/analysis/worker.ts"];

it("is no part of what a process or thread loads at its start", async () => {
  const { metafile } = await esbuild.build({
    absWorkingDir: ROOT,
    entryPoints: THREADS.map((file) => `electron/${file}`),
    outdir: "nowhere",
    bundle: true,
    write: false,
    metafile: true,
    platform: "node",
    format: "esm",
    external: ["better-sqlite3"],
    logLevel: "silent",
  });
  const inputs = Object.keys(metafile.inputs);
  expect(inputs).toContain("electron/engine/rules/cel.ts");
  expect(inputs.filter((file) => file.includes("cel-js"))).toEqual([]);
});

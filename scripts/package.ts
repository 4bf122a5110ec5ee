/** `npm run package -- [options of electron-builder]`: builds, then makes the packages for this system in `release/`. */
import { spawnSync } from "node:child_process";
import path from "node:path";
import { build, isBuildNeeded } from "./build.ts";

const root = path.resolve(import.meta.dirname, "..");

if (isBuildNeeded()) await build();
const builder = path.join(root, "scripts", "with-node.mjs");
const args = [builder, "electron-builder", "--publish", "never", ...process.argv.slice(2)];
const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: "inherit" });
process.exitCode = status ?? 1;

import { hash } from "node:crypto";
import { existsSync, globSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");
const stampFile = path.join(root, "dist", "inputs.sha256");

/** Everything that the build depends on. */
const INPUTS = [
  "electron/**/*",
  "shared/**/*",
  "renderer/**/*",
  "package.json",
  "package-lock.json",
  "vite.config.ts",
  "scripts/build.ts",
  "scripts/no-form-data.ts",
];
/** Without these a stamp is worth nothing. */
const OUTPUTS = ["dist/electron/host.js", "dist/electron/main.js", "dist/renderer/index.html"];

/** One hash over names and contents of all inputs. */
export function hashOfInputs(): string {
  const files = globSync(INPUTS, { cwd: root, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => path.join(entry.parentPath, entry.name)).sort();
  const lines = paths.map((file) => `${path.relative(root, file)} ${hash("sha256", readFileSync(file))}`);
  return hash("sha256", lines.join("\n"));
}

/** @returns false when the last build is still good */
export function isBuildNeeded(): boolean {
  const built = OUTPUTS.every((file) => existsSync(path.join(root, file)));
  return !built || !existsSync(stampFile) || readFileSync(stampFile, "utf8") !== hashOfInputs();
}

/** A build that breaks off must not pass for a good one. */
export const forgetBuild = (): void => rmSync(stampFile, { force: true });

/** Remembers what was built. @param inputs their hash from before the build */
export const rememberBuild = (inputs: string): void => writeFileSync(stampFile, inputs);

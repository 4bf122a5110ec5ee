/**
 * `npm start`: builds what has changed and opens the app. Where there is no display or no Electron runtime it says so in one
 * sentence and starts the same engine as the headless host, whose screens are in the browser.
 */
import { spawn } from "node:child_process";
import path from "node:path";
import { hasDisplay } from "../electron/host/open-browser.ts";
import { text } from "../shared/strings/index.ts";
import { isBuildNeeded } from "./build-stamp.ts";
import { fetchRuntime, installedRuntime } from "./electron-runtime.ts";

const root = path.resolve(import.meta.dirname, "..");
const electronPackage = path.join(root, "node_modules", "electron");
/** A window that closes with an error this soon was never there. */
const EARLY_MS = 10_000;

const args = process.argv.slice(2);
let askedToStop = false;
const say = (line: string): void => console.error(line);

/** Why there is no window; undefined when there was one. */
async function tryWindow(): Promise<string | undefined> {
  if (!hasDisplay({ platform: process.platform, environment: process.env })) return text("commandLine.startNoDisplay");
  if (process.platform === "linux" && process.getuid?.() === 0) return text("commandLine.startAsRoot");
  if (installedRuntime(electronPackage, process.env) === undefined) {
    say(text("commandLine.startFetching"));
    const fetched = await fetchRuntime(electronPackage);
    if (!fetched.ok) return text("commandLine.startNoRuntime", { reason: fetched.reason });
  }
  const program = installedRuntime(electronPackage, process.env);
  if (program === undefined) return text("commandLine.startNoRuntime", { reason: electronPackage });
  const startedAt = performance.now();
  const code = await run(program, [root, ...args]);
  if (code === 0 || askedToStop || performance.now() - startedAt > EARLY_MS) process.exit(code);
  return text("commandLine.startNoWindow", { code: String(code) });
}

/** Runs a program in this terminal; signals go on to it. @returns its exit code */
function run(program: string, programArgs: readonly string[]): Promise<number> {
  const child = spawn(program, programArgs, { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(signal, () => {
      askedToStop = true;
      child.kill(signal);
    });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code) => resolve(code ?? 1));
  });
}

if (isBuildNeeded()) {
  say(text("commandLine.startBuilding"));
  // In a process of its own, so that this one, which stays, does not keep the build's memory.
  const code = await run(process.execPath, [path.join(root, "scripts", "build.ts")]);
  if (code !== 0) process.exit(code);
}
const reason = await tryWindow();
if (reason !== undefined) {
  say(reason);
  process.exitCode = await run(process.execPath, [
    path.join(root, "dist", "electron", "host.js"),
    "serve",
    "--open",
    ...args,
  ]);
}

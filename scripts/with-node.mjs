#!/usr/bin/env node
/**
 * Runs a script or a package's command under a Node that can load better-sqlite3 (Node-API 10, so Node ≥ 22.14):
 * the running one when it is new enough, else the one that `npm ci` brought.
 *
 *   node scripts/with-node.mjs scripts/build.ts --watch
 *   node scripts/with-node.mjs vitest run
 */
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const [target, ...args] = process.argv.slice(2);
if (target === undefined) {
  console.error("usage: node scripts/with-node.mjs <script or package> [arguments]");
  process.exit(2);
}

/** @returns {string | undefined} the path of a Node that is new enough */
function findNode() {
  if (Number(process.versions.napi) >= 10 && Number(process.versions.node.split(".")[0]) >= 23) return process.execPath;
  const platform = process.platform === "win32" ? "win" : process.platform;
  const folder = path.join(root, "node_modules", `node-${platform}-${process.arch}`, "bin");
  const bundled = path.join(folder, process.platform === "win32" ? "node.exe" : "node");
  return existsSync(bundled) ? bundled : undefined;
}

/** @param {string} name @returns {string} the file to run: a path in the project, or a package's own command */
function findScript(name) {
  const own = path.resolve(root, name);
  if (existsSync(own)) return own;
  const folder = path.join(root, "node_modules", name);
  if (!existsSync(folder)) {
    console.error(`${name} is not installed. Run "npm ci" in ${root}.`);
    process.exit(1);
  }
  const { bin } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
  return path.join(folder, typeof bin === "string" ? bin : (bin[name] ?? Object.values(bin)[0]));
}

const node = findNode();
if (node === undefined) {
  console.error(
    `Node ${process.version} is too old for Watchfloor's database, and no newer one was installed for ${process.platform}-${process.arch}. ` +
      `Run "npm ci", or install Node 24 or newer.`,
  );
  process.exit(1);
}
const child = spawn(node, [findScript(target), ...args], {
  stdio: "inherit",
  env: { ...process.env, PATH: path.dirname(node) + path.delimiter + process.env.PATH },
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => process.exit(code ?? (signal ? 1 : 0)));

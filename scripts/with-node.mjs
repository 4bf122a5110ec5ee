#!/usr/bin/env node
/**
 * Runs a script or a package's command under a Node that can load better-sqlite3 (Node-API 10) and strips types by
 * itself (22.18, 23.6 and later): the running one when it is new enough, else the one that `npm ci` brought.
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

/** @returns {boolean} whether the running Node can do both */
function isNewEnough() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const stripsTypes = major >= 24 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18);
  return stripsTypes && Number(process.versions.napi) >= 10;
}

/** @returns {string | undefined} the path of a Node that is new enough */
function findNode() {
  if (isNewEnough()) return process.execPath;
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

/** @returns {string} what to do where no Node was found */
function advice() {
  const place = `${process.platform}-${process.arch}`;
  const needed = "Watchfloor's database needs Node 22.18 or newer";
  if (["linux-x64", "linux-arm64", "win32-x64"].includes(place)) {
    return `${needed}; this is ${process.version}, and the newer one that comes with the installation is missing. Run "npm ci" without --omit=optional.`;
  }
  const how =
    process.platform === "darwin"
      ? "with the installer from nodejs.org or your package manager"
      : "from your package manager";
  return `${needed}; this is ${process.version}, and none comes with the installation on ${place}. Install Node 24 ${how}, then run the command again.`;
}

const node = findNode();
if (node === undefined) {
  console.error(advice());
  process.exit(1);
}
const child = spawn(node, [findScript(target), ...args], {
  stdio: "inherit",
  env: { ...process.env, PATH: path.dirname(node) + path.delimiter + process.env.PATH },
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => process.exit(code ?? (signal ? 1 : 0)));

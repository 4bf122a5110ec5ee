import { accessSync, constants, existsSync, readdirSync, statfsSync, statSync } from "node:fs";
import path from "node:path";
import { isShared } from "../../engine/secrets/private-file.ts";
import { bad, good, warn, type Finding } from "./finding.ts";

const LEAST_BYTES = 200 * 1024 ** 2;
const COMFORTABLE_BYTES = 2 * 1024 ** 3;
const PRIVATE_FILES = ["secrets.json", "tokens.json", "instance.json"];

/** The data folder: whether it can be written, who may read it, and how much room is left. */
export function checkFolder(folder: string): Finding[] {
  if (!existsSync(folder)) return checkMissing(folder);
  if (!statSync(folder).isDirectory()) return [bad("folderIsFile", { folder })];
  const writable = canWrite(folder) ? good("folder", { folder }) : bad("folderReadOnly", { folder });
  return [writable, ...checkModes(folder), checkSpace(folder)];
}

function checkMissing(folder: string): Finding[] {
  const parent = nearestParent(folder);
  return [
    canWrite(parent) ? good("folderNew", { folder }) : bad("folderReadOnly", { folder: parent }),
    checkSpace(parent),
  ];
}

function nearestParent(folder: string): string {
  const parent = path.dirname(folder);
  return existsSync(parent) || parent === folder ? parent : nearestParent(parent);
}

function canWrite(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false; // the reason is the answer
  }
}

function checkModes(folder: string): Finding[] {
  if (process.platform === "win32") return [];
  const open = readdirSync(folder).filter((name) => PRIVATE_FILES.includes(name) && isOpen(path.join(folder, name)));
  const files = open.map((name) => bad("fileExposed", { file: path.join(folder, name) }));
  if (isShared(folder)) return [bad("folderShared", { folder }), ...files];
  return isOpen(folder) ? [warn("folderExposed", { folder }), ...files] : files;
}

const isOpen = (file: string): boolean => (statSync(file).mode & 0o077) !== 0;

function checkSpace(folder: string): Finding {
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  const params = { free: `${(free / 1024 ** 3).toFixed(1)} GB`, folder };
  if (free < LEAST_BYTES) return bad("spaceNone", params);
  return free < COMFORTABLE_BYTES ? warn("spaceLittle", params) : good("space", params);
}

import { existsSync } from "node:fs";
import path from "node:path";

/**
 * A file of the program: the same path in a checkout, where this code lies in `electron/host`, and in a build, where it lies
 * in `dist/electron`.
 */
export const projectFile = (relative: string): string => path.join(projectFolder(), relative);

let found: string | undefined;

function projectFolder(): string {
  found ??= search(import.meta.dirname);
  return found;
}

function search(folder: string): string {
  if (existsSync(path.join(folder, "package.json"))) return folder;
  const above = path.dirname(folder);
  if (above === folder) throw new Error(`no package.json above ${import.meta.dirname}`);
  return search(above);
}

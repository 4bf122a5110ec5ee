import { readFile, realpath } from "node:fs/promises";
import path from "node:path";
import { CONTENT_TYPES, pageFile } from "../../../shared/page/files.ts";

export type StaticFile = { body: Buffer; type: string; cache: string; isPage: boolean };

/** Vite writes a hash of the content into these names, so what a name means never changes. */
const isHashed = (file: string): boolean =>
  /-[A-Za-z0-9_-]{8,}\.[a-z0-9]+$/.test(file) && file.includes(`${path.sep}assets${path.sep}`);

/**
 * The file behind a path of the address, from inside `folder` only. Paths without an ending are places in the program and get its page.
 * @returns undefined when there is none
 */
export async function readStatic(folder: string, pathname: string): Promise<StaticFile | undefined> {
  const wanted = pageFile(pathname);
  if (wanted === undefined) return undefined;
  try {
    const root = await realpath(folder);
    const file = await realpath(path.join(root, wanted));
    if (!file.startsWith(root + path.sep)) return undefined;
    const type = CONTENT_TYPES[path.extname(file).toLowerCase()];
    if (type === undefined) return undefined;
    const cache = isHashed(file) ? "public, max-age=31536000, immutable" : "no-cache";
    return { body: await readFile(file), type, cache, isPage: path.extname(file) === ".html" };
  } catch (error) {
    if (NOT_THERE.has((error as NodeJS.ErrnoException).code ?? "")) return undefined;
    throw error;
  }
}

const NOT_THERE = new Set(["ENOENT", "ENOTDIR", "EISDIR", "ENAMETOOLONG", "ELOOP"]);

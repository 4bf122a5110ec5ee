import { mkdirSync, statSync } from "node:fs";
import { enableCompileCache } from "node:module";
import os from "node:os";
import path from "node:path";

const KEPT_BY_OTHERS = 0o077;

/**
 * Keeps what V8 compiles, so that the next start of this process and of its threads reads it instead. The folder must belong to
 * the user alone, because what lies in it is run; where it cannot, nothing is kept and the start is only slower.
 */
export function keepCompiled(): void {
  if (process.env.NODE_COMPILE_CACHE !== undefined || process.env.NODE_DISABLE_COMPILE_CACHE !== undefined) return;
  const folder = path.join(os.tmpdir(), `watchfloor-compiled-${process.getuid?.() ?? "user"}`);
  if (!isOurs(folder)) return;
  enableCompileCache(folder);
  // Worker threads look for it there.
  process.env.NODE_COMPILE_CACHE = folder;
}

function isOurs(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const { uid, mode } = statSync(folder);
    // Windows has neither: its temporary folder is the user's own.
    return process.getuid === undefined || (uid === process.getuid() && (mode & KEPT_BY_OTHERS) === 0);
  } catch {
    // A temporary folder that cannot be written is no reason not to start.
    return false;
  }
}

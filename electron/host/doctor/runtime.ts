import { bad, good, type Finding } from "./finding.ts";

/** better-sqlite3 needs Node-API 10 and crashes without a word on an older one, so this comes first. */
export const NEEDED_NODE_API = 10;

type Versions = { node: string; napi?: string | undefined };

export const checkNode = ({ node, napi }: Versions): Finding =>
  Number(napi) >= NEEDED_NODE_API ? good("node", { version: node }) : bad("nodeOld", { version: node });

/** Loads the database's binary and asks it something. */
export async function checkSqlite(load: () => Promise<string>): Promise<Finding> {
  try {
    return good("sqlite", { version: await load() });
  } catch (error) {
    return bad("sqliteMissing", {
      platform: `${process.platform}-${process.arch}`,
      reason: error instanceof Error ? error.message : String(error),
    });
  }
}

/** Before this nobody can have run the program. */
const EARLIEST = Date.UTC(2025, 0, 1);
const TOLERATED_MS = 5 * 60_000;

/** A clock that went back makes new events look old. `newestAt`: when the database's newest event was received. */
export function checkClock(now: number, newestAt: number | null): Finding {
  const time = new Date(now).toISOString();
  if (now < EARLIEST) return bad("clockWrong", { time });
  if (newestAt !== null && newestAt > now + TOLERATED_MS)
    return bad("clockBehind", { time, newest: new Date(newestAt).toISOString() });
  return good("clock", { time });
}

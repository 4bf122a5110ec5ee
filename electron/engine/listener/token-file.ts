import { closeSync, existsSync, openSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { privateFolder, readPrivateJson, writePrivateFile } from "../secrets/private-file.ts";

/** `start`: for one sign-in, after which a `session` stands in its place. */
export const TokenKind = z.enum(["desk", "wall", "session", "start"]);
export type TokenKind = z.infer<typeof TokenKind>;

/** A token as it is kept: never itself, only its SHA-256. */
export const StoredToken = z.strictObject({
  id: z.string(),
  kind: TokenKind,
  name: z.string(),
  hash: z.string().length(64),
  /** null: all scopes. */
  scopes: z.array(z.string()).nullable(),
  createdAt: z.int(),
  expiresAt: z.int().nullable(),
});
export type StoredToken = z.infer<typeof StoredToken>;

const Stored = z.strictObject({ version: z.literal(1), tokens: z.array(StoredToken) });

/** `tokens.json`: the running engine and the command line both write it, so every change is made under a lock. */
export interface TokenFile {
  /** Reads again only when the file has changed. */
  read(): readonly StoredToken[];
  change(edit: (tokens: readonly StoredToken[]) => StoredToken[]): void;
}

export function openTokenFile(folder: string): TokenFile {
  const file = path.join(folder, "tokens.json");
  let cached: { stamp: string; tokens: readonly StoredToken[] } = { stamp: "", tokens: [] };

  function read(): readonly StoredToken[] {
    if (!existsSync(file)) return [];
    const { mtimeNs, ino, size } = statSync(file, { bigint: true });
    const stamp = `${mtimeNs} ${ino} ${size}`;
    if (stamp !== cached.stamp) cached = { stamp, tokens: readPrivateJson(file, Stored).tokens };
    return cached.tokens;
  }

  return {
    read,
    change(edit) {
      privateFolder(folder);
      underLock(`${file}.lock`, () =>
        writePrivateFile(file, JSON.stringify({ version: 1, tokens: edit(read()) }, null, 2)),
      );
    },
  };
}

const LOCK_WAIT_MS = 2000;
/** Nobody holds the lock for longer than one write: one that is older was left behind by a crash. */
const LOCK_STALE_MS = 10_000;

function underLock(lock: string, work: () => void): void {
  const giveUpAt = Date.now() + LOCK_WAIT_MS;
  while (!takeLock(lock)) {
    if (Date.now() > giveUpAt) throw new Error(`${lock} is held by another process`);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
  }
  try {
    work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function takeLock(lock: string): boolean {
  try {
    closeSync(openSync(lock, "wx", 0o600));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    const heldSince = statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - heldSince > LOCK_STALE_MS) rmSync(lock, { force: true });
    return false;
  }
}

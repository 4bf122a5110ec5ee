import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { underLock } from "../secrets/file-lock.ts";
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

import type { Message } from "../../../shared/domain/message.ts";

export type StoreProblemKind =
  "newer" | "damaged" | "locked" | "read-only" | "full" | "encryption-unavailable" | "unreadable";

/** An expected failure of the database file, by what an operator can do about it. */
export type StoreProblem = { kind: StoreProblemKind; message: Message };

/** `variant` chooses among several sentences for one kind. */
export const problem = (kind: StoreProblemKind, params: Message["params"], variant = ""): StoreProblem => ({
  kind,
  message: { code: `store.${kind}${variant}`, params },
});

/** SQLite's result codes and the system's error codes, sorted. Extended codes (`SQLITE_IOERR_READ`) fall to their stem. */
const KINDS: readonly [prefix: string, kind: StoreProblemKind][] = [
  ["SQLITE_FULL", "full"],
  ["ENOSPC", "full"],
  ["EDQUOT", "full"],
  ["SQLITE_READONLY", "read-only"],
  ["EROFS", "read-only"],
  ["EACCES", "read-only"],
  ["EPERM", "read-only"],
  ["SQLITE_CORRUPT", "damaged"],
  ["SQLITE_NOTADB", "damaged"],
  ["SQLITE_BUSY", "locked"],
  ["SQLITE_LOCKED", "locked"],
  ["SQLITE_CANTOPEN", "unreadable"],
  ["SQLITE_IOERR", "unreadable"],
  ["SQLITE_PERM", "unreadable"],
  ["SQLITE_AUTH", "unreadable"],
  ["ENOENT", "unreadable"],
  ["ENOTDIR", "unreadable"],
  ["EISDIR", "unreadable"],
  ["EIO", "unreadable"],
];

/**
 * Sorts what SQLite or the file system threw. `undefined` means that it is a programmer's fault
 * (a constraint, a wrong statement), to be thrown on.
 */
export function problemOf(error: unknown, file = ""): StoreProblem | undefined {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") return undefined;
  const code = error.code;
  const found = KINDS.find(([prefix]) => code.startsWith(prefix));
  if (found === undefined) return undefined;
  const [, kind] = found;
  return problem(kind, { file, detail: error.message }, kind === "locked" ? ".busy" : "");
}

import {
  chmodSync,
  closeSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from "node:fs";
import { randomUUID } from "node:crypto";
import { z } from "zod";

/** A file that others than its owner can read holds no secret any more. */
export class ExposedFile extends Error {
  readonly file: string;
  readonly mode: string;
  constructor(file: string, mode: number) {
    super(`${file} has mode ${modeText(mode)}; only its owner may read it: chmod 600 ${file}`);
    this.file = file;
    this.mode = modeText(mode);
  }
}

/** A file of ours that cannot be understood. Starting anew would lose keys or tokens in silence, so nobody does. */
export class MalformedFile extends Error {
  readonly file: string;
  readonly reason: string;
  constructor(file: string, cause: unknown) {
    const reason = (cause instanceof Error ? cause.message : String(cause)).split("\n")[0] ?? "";
    super(`${file} is malformed: ${reason}`, { cause });
    this.file = file;
    this.reason = reason;
  }
}

const modeText = (mode: number): string => (mode & 0o777).toString(8).padStart(3, "0");

/**
 * Reads a file that only its owner may read. Windows has no such mode: the folder's access list counts there.
 * @throws ExposedFile, or the system's error
 */
export function readPrivateFile(file: string): string {
  const descriptor = openSync(file, "r");
  try {
    const { mode } = fstatSync(descriptor);
    if (process.platform !== "win32" && (mode & 0o077) !== 0) throw new ExposedFile(file, mode);
    return readFileSync(descriptor, "utf8");
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Reads a private file of JSON.
 * @throws MalformedFile when it is not what the schema says, and what `readPrivateFile` throws
 */
export function readPrivateJson<T>(file: string, schema: z.ZodType<T>): T {
  const content = readPrivateFile(file);
  try {
    return schema.parse(JSON.parse(content));
  } catch (error) {
    throw new MalformedFile(file, error instanceof z.ZodError ? z.prettifyError(error) : error);
  }
}

/** Writes whole or not at all: a new file takes the old one's place when it is safely on the disk. */
export function writePrivateFile(file: string, text: string): void {
  const fresh = `${file}.${randomUUID()}`;
  const descriptor = openSync(fresh, "wx", 0o600);
  try {
    writeSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(fresh, file);
}

/** Makes the folder when it is missing, and closes it to everybody else. */
export function privateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (process.platform !== "win32") chmodSync(folder, 0o700);
}

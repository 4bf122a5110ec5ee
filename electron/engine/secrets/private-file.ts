import {
  chmodSync,
  closeSync,
  constants,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
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

/** A pipe, a device or a folder where a file should be. */
export class NoPlainFile extends Error {
  constructor(file: string) {
    super(`${file} is no plain file`);
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

/** A folder that others can enter and that holds things of others: closing it would take those away from them. */
export class SharedFolder extends Error {
  readonly folder: string;
  constructor(folder: string) {
    super(`${folder} is open to others and holds files that are none of Watchfloor's`);
    this.folder = folder;
  }
}

const modeText = (mode: number): string => (mode & 0o777).toString(8).padStart(3, "0");

/**
 * Reads a file that only its owner may read, no further than `maximumBytes`. Windows has no such mode: the folder's access list
 * counts there.
 * @throws ExposedFile, NoPlainFile, or the system's error
 */
export function readPrivateFile(file: string, maximumBytes: number = Infinity): string {
  // Opening a pipe would else wait for whoever writes into it.
  const descriptor = openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stat = fstatSync(descriptor);
    if (!stat.isFile()) throw new NoPlainFile(file);
    const { mode } = stat;
    if (process.platform !== "win32" && (mode & 0o077) !== 0) throw new ExposedFile(file, mode);
    if (maximumBytes === Infinity) return readFileSync(descriptor, "utf8");
    const buffer = Buffer.alloc(maximumBytes);
    return buffer.toString("utf8", 0, readSync(descriptor, buffer));
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
  try {
    writeFileSync(fresh, text, { flag: "wx", mode: 0o600, flush: true });
    renameSync(fresh, file);
  } catch (error) {
    rmSync(fresh, { force: true });
    throw error;
  }
}

/** What a data folder of ours may hold; all else belongs to somebody else. */
const OURS = /^(watchfloor\.|secrets\.json|tokens\.json|instance\.json|writer\.|demo$|shell$|lost\+found$|\.)/;

/** Whether others can enter a folder that holds more than what is ours. Windows tells by access lists, which are not read here. */
export const isShared = (folder: string): boolean =>
  process.platform !== "win32" &&
  (statSync(folder).mode & 0o077) !== 0 &&
  !readdirSync(folder).every((name) => OURS.test(name));

/**
 * Makes the folder when it is missing, and closes it to everybody else.
 * @throws SharedFolder for one that others use too, which is left as it is
 */
export function privateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (process.platform === "win32" || (statSync(folder).mode & 0o077) === 0) return;
  if (isShared(folder)) throw new SharedFolder(folder);
  chmodSync(folder, 0o700);
}

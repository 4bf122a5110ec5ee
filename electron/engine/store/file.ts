import Database from "better-sqlite3";
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fstatSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { problemOf } from "./problem.ts";

/** `WFLR` in the header of the file says that a database is Watchfloor's. */
export const APPLICATION_ID = 0x57464c52;

/** What lies at the path, found without changing a byte of it. `clean`: the last shutdown left nothing to recover. */
export type FileState =
  | { kind: "absent" }
  | { kind: "ours"; version: number; clean: boolean }
  | { kind: "foreign" }
  | { kind: "damaged"; detail: string };

const HEADER_BYTES = 100;
const MAGIC = "SQLite format 3\0";
const VERSION_OFFSET = 60;
const APPLICATION_OFFSET = 68;

/**
 * Looks at the header (https://www.sqlite.org/fileformat2.html#the_database_header). Only where a log of the last run
 * lies beside the file, or the header is not ours, is the file opened, and then for reading only.
 */
export function inspectFile(file: string): FileState {
  const logBytes = sizeOf(`${file}-wal`);
  const header = readHeader(file);
  if (header === undefined || header.length === 0) {
    return logBytes > 0 ? { kind: "damaged", detail: "the file is empty, its log is not" } : { kind: "absent" };
  }
  const clean = logBytes === 0;
  const intact = header.length === HEADER_BYTES && header.toString("latin1", 0, MAGIC.length) === MAGIC;
  if (!intact && clean) return { kind: "damaged", detail: "the header is not that of a database" };
  const ours = intact && header.readUInt32BE(APPLICATION_OFFSET) === APPLICATION_ID;
  return ours && clean ? { kind: "ours", version: header.readUInt32BE(VERSION_OFFSET), clean } : probe(file, clean);
}

function probe(file: string, clean: boolean): FileState {
  let db: Database.Database | undefined;
  try {
    db = new Database(file, { readonly: true, fileMustExist: true });
    const id = db.pragma("application_id", { simple: true });
    const version = Number(db.pragma("user_version", { simple: true }));
    const tables = db.prepare("SELECT count(*) FROM sqlite_schema").pluck().get();
    if (id === APPLICATION_ID) return { kind: "ours", version, clean };
    return id === 0 && version === 0 && tables === 0 ? { kind: "absent" } : { kind: "foreign" };
  } catch (error) {
    if (problemOf(error)?.kind !== "damaged" || !(error instanceof Error)) throw error;
    return { kind: "damaged", detail: error.message };
  } finally {
    db?.close();
  }
}

/** The first bytes; undefined when there is no file. Throws for one that may not be written: SQLite would only find out later. */
function readHeader(file: string): Buffer | undefined {
  if (!existsSync(file)) return undefined;
  accessSync(file, constants.R_OK | constants.W_OK);
  const handle = openSync(file, "r");
  try {
    const header = Buffer.alloc(Math.min(HEADER_BYTES, fstatSync(handle).size));
    readSync(handle, header, 0, header.length, 0);
    return header;
  } finally {
    closeSync(handle);
  }
}

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

/** Moves the database with its log out of the way, never deletes it, and returns where it is now. */
export function setAside(file: string, now: number): string {
  const time = new Date(now).toISOString().replaceAll(/[-:]|\.\d+/g, "");
  let target = `${file}.damaged-${time}`;
  for (let number = 2; existsSync(target); number++) target = `${file}.damaged-${time}-${number}`;
  for (const part of ["-wal", "-shm", ""]) if (existsSync(file + part)) renameSync(file + part, target + part);
  return target;
}

const markOf = (file: string): string => `${file}.suspected`;

/** Notes that damage showed up while the database was in use: the next start checks all of it, whatever it takes. */
export const suspectDamage = (file: string): void => writeFileSync(markOf(file), "");

export const isSuspected = (file: string): boolean => existsSync(markOf(file));

export const clearSuspicion = (file: string): void => rmSync(markOf(file), { force: true });

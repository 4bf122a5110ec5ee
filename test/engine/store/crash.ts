import { copyFileSync, existsSync, mkdtempSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** The files of a database that is open, as a crash would leave them: what other processes see of them now. */
export function crashCopy(file: string): string {
  const copy = path.join(mkdtempSync(path.join(tmpdir(), "watchfloor-crash-")), path.basename(file));
  for (const part of ["", "-wal"]) if (existsSync(file + part)) copyFileSync(file + part, copy + part);
  return copy;
}

/** Cuts bytes off the end. */
export const cut = (file: string, bytes: number): void => truncateSync(file, readFileSync(file).length - bytes);

/** Turns bytes around, from an offset; a negative one counts from the end. */
export function garble(file: string, offset: number, bytes: number): void {
  const content = readFileSync(file);
  const from = offset < 0 ? content.length + offset : offset;
  for (let index = from; index < from + bytes; index++) content[index] = content[index]! ^ 0xff;
  writeFileSync(file, content);
}

import { existsSync } from "node:fs";
import { text } from "../../shared/strings/index.ts";
import { databaseFile } from "../engine/config/data-folder.ts";
import type { ReadableDb } from "../engine/store/database.ts";
import { PROBLEM } from "./command.ts";
import { sayProblem } from "./folders.ts";
import { sayLine, type CommandIo } from "./io.ts";

/**
 * Opens the database of a folder for reading, beside a running engine if there is one, and closes it again.
 * @returns what `read` returns, or 1 when there is nothing to read
 */
export async function reading(
  engineDataFolder: string,
  io: CommandIo,
  read: (db: ReadableDb) => Promise<number>,
): Promise<number> {
  const file = databaseFile(engineDataFolder);
  if (!existsSync(file)) {
    sayLine(io.error, text("commandLine.noDatabase", { folder: engineDataFolder }));
    return PROBLEM;
  }
  const { openReader, problemOf } = await import("../engine/store/database.ts");
  let db: ReadableDb | undefined;
  try {
    db = openReader(file);
    return await read(db);
  } catch (error) {
    const problem = problemOf(error, file);
    if (problem === undefined) throw error;
    sayProblem(io, problem.message);
    return PROBLEM;
  } finally {
    db?.close();
  }
}
